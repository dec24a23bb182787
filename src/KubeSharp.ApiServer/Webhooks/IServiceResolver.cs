using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Finds the address to connect to for a Service.</summary>
internal interface IServiceResolver
{
    /// <summary>The host (an address, or the name of an ExternalName Service) and the port; or why there is none.</summary>
    Result<ServiceAddress> Resolve(WebhookService service);
}
