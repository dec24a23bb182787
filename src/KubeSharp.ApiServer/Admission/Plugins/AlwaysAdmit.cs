using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Refuses nothing. It exists so that command lines that name it go on working.</summary>
internal sealed class AlwaysAdmit : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "AlwaysAdmit";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => false;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) => default;
}
