using KubeSharp.ApiMachinery;

namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>In which form a webhook or policy wants to see a request that it is about.</summary>
/// <param name="Resource">The resource that its rules name.</param>
/// <param name="Kind">The kind of objects there.</param>
internal sealed record AdmissionMatch(GroupVersionResource Resource, GroupVersionKind Kind);
