using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>Creates objects on the server's own behalf: no admission, no owner of fields but the server.</summary>
internal sealed class ObjectMaker(ObjectStore objects, ResourceRegistry registry, TimeProvider time)
{
    /// <summary>Creates an object of a cluster-scoped resource.</summary>
    public async ValueTask<StatusError?> CreateAsync(string group, string plural, JsonObject document, CancellationToken cancellationToken)
    {
        var resource = registry.FindStored(group, plural) ?? throw new InvalidOperationException($"{plural} are not served");
        document.Set("kind", resource.Kind);
        document.Set("apiVersion", resource.ApiVersion);
        SchemaDefaults.Apply(document, resource.StoredDefinition.Schema);
        resource.Strategy.Default(document);
        var context = new WriteContext { Resource = resource, User = UserInfo.Loopback, Time = time, FieldManager = "kube-apiserver", Cancelled = cancellationToken };
        return (await objects.CreateAsync(context, document)).Error;
    }
}
