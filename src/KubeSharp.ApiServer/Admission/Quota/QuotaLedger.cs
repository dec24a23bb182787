using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Writes what is used into the status of quotas, by compare-and-swap: two servers never promise the same thing twice.</summary>
internal sealed class QuotaLedger(ObjectStore objects, ResourceRegistry registry, TimeProvider time)
{
    /// <summary>Changes a quota as it is at this moment; the change may be asked for more than once.</summary>
    public async ValueTask<StatusError?> UpdateAsync(
        string @namespace, string name, Func<JsonObject, Result<JsonObject>> change, CancellationToken cancellationToken)
    {
        var context = new WriteContext
        {
            Resource = registry.FindStored("", "resourcequotas") ?? throw new InvalidOperationException("resourcequotas are not served"),
            Subresource = "status",
            Namespace = @namespace,
            Name = name,
            User = UserInfo.Loopback,
            Time = time,
            FieldManager = "kube-apiserver",
            Cancelled = cancellationToken,
        };
        var result = await objects.UpdateAsync(context, quota => new(change(quota)));

        // A quota that has gone meanwhile limits nothing.
        return result.Error is { Reason: StatusReason.NotFound } ? null : result.Error;
    }
}
