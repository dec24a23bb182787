using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Refuses everything: for tests of what happens then.</summary>
internal sealed class AlwaysDeny : IMutatingAdmission, IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "AlwaysDeny";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => true;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) => new(Deny(attributes));

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) => new(Deny(attributes));

    private static StatusError Deny(AdmissionAttributes attributes) => attributes.Forbid("admission control is denying all modifications");
}
