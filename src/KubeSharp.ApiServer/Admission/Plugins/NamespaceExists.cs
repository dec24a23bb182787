using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Whatever lies in a namespace needs it to exist (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespaceexists).</summary>
internal sealed class NamespaceExists(IObjectLister objects) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "NamespaceExists";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is not AdmissionOperation.Connect;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var name = attributes.Namespace;
        if (name.Length == 0 || attributes.Kind is { Group: "", Kind: "Namespace" } || objects.Get("", "namespaces", "", name) is not null) return null;
        return await objects.GetLatestAsync("", "namespaces", "", name, cancellationToken) is null
            ? StatusError.NotFound(new GroupResource("", "namespaces"), name)
            : null;
    }
}
