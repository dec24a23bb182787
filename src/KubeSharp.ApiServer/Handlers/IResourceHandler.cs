using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Answers one verb, or one subresource.</summary>
internal interface IResourceHandler
{
    /// <summary>Writes the answer, or says why not (nothing has been written then).</summary>
    ValueTask<StatusError?> HandleAsync(ResourceRequest request);
}
