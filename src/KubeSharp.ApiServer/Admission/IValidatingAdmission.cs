using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A plug-in that may refuse an object as it will be stored, after all changes and the kind's own validation.</summary>
public interface IValidatingAdmission : IAdmissionPlugin
{
    /// <summary>Looks at the object, which must not be changed.</summary>
    /// <returns>Why the request is refused (usually 403), or null.</returns>
    ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken);
}
