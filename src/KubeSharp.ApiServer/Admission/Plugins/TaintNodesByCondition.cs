using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A new node gets no pods before it is known to be ready.</summary>
internal sealed class TaintNodesByCondition : IMutatingAdmission
{
    private const string Taint = "node.kubernetes.io/not-ready";

    /// <inheritdoc/>
    public string Name => "TaintNodesByCondition";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.IsFor("", "nodes") && attributes.Object is { } node)
        {
            var spec = node.GetOrAddObject("spec");
            if (!spec.Objects("taints").Any(taint => taint.GetString("key") == Taint && taint.GetString("effect") == "NoSchedule"))
                spec.GetOrAddArray("taints").Add(new JsonObject { { "key", Taint }, { "effect", "NoSchedule" } });
        }

        return default;
    }
}
