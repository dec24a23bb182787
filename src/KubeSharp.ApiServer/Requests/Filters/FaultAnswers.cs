using KubeSharp.ApiMachinery.Errors;
using KubeSharp.Storage;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>What a caller is told of a fault inside. Pure.</summary>
internal static class FaultAnswers
{
    public static StatusError For(Exception fault) => fault switch
    {
        OperationCanceledException => StatusError.Timeout("request did not complete within the allowed duration", 0),
        StoreUnavailableException => StatusError.ServiceUnavailable(fault.Message),
        BadHttpRequestException => StatusError.BadRequest(fault.Message),
        _ => StatusError.InternalError($"{fault.GetType().Name}: {fault.Message}"),
    };
}
