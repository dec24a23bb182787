using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Makes the namespace of an object that is created in none (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespaceautoprovision).</summary>
internal sealed class NamespaceAutoProvision(IObjectLister objects, ObjectMaker maker) : IMutatingAdmission
{
    /// <inheritdoc/>
    public string Name => "NamespaceAutoProvision";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var name = attributes.Namespace;
        if (attributes.DryRun || name.Length == 0 || attributes.Kind is { Group: "", Kind: "Namespace" }) return null;
        if (objects.Get("", "namespaces", "", name) is not null) return null;
        var error = await maker.CreateAsync("", "namespaces", new JsonObject { { "metadata", new JsonObject { { "name", name } } } }, cancellationToken);
        return error is null or { Reason: StatusReason.AlreadyExists } ? null : attributes.Forbid(error.Message);
    }
}
