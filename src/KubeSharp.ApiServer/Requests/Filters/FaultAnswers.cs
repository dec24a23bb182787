using KubeSharp.ApiMachinery.Errors;
using KubeSharp.Storage;
using KubeSharp.Storage.Transform;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>What a caller is told of a fault inside. Pure.</summary>
internal static class FaultAnswers
{
    public static StatusError For(Exception fault) => fault switch
    {
        OperationCanceledException => StatusError.Timeout("request did not complete within the allowed duration", 0),
        StoredValueException => StatusError.InternalError(fault.Message),
        StoreUnavailableException { IsFull: true } => StatusError.Unclassified(fault.Message),
        StoreUnavailableException => StatusError.ServiceUnavailable(fault.Message),
        BadHttpRequestException => StatusError.BadRequest(fault.Message),
        _ => StatusError.InternalError($"{fault.GetType().Name}: {fault.Message}"),
    };
}
