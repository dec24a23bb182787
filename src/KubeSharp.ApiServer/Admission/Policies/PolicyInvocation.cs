using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Matching;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One evaluation that is due: a policy, through one of its bindings, with one parameter object or none.</summary>
/// <typeparam name="TPolicy">The kind of policy.</typeparam>
internal sealed record PolicyInvocation<TPolicy>(TPolicy Policy, PolicyBinding Binding, AdmissionMatch Match, JsonObject? Parameter)
    where TPolicy : AdmissionPolicy
{
    /// <summary>Tells it from every other.</summary>
    public string Id => $"{Policy.Name}/{Binding.Name}/{Parameter?.FindString("metadata", "namespace")}/{Parameter?.FindString("metadata", "name")}";
}
