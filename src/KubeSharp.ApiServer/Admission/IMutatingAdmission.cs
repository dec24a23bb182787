using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A plug-in that may change an object before it is validated. Called concurrently, one after the other for one object.</summary>
public interface IMutatingAdmission : IAdmissionPlugin
{
    /// <summary>Changes the object in place, or refuses it.</summary>
    /// <returns>Why the request is refused (usually 403), or null.</returns>
    ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken);
}
