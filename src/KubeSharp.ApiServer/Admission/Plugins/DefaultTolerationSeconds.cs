using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Pods stay for five minutes on a node that is not ready or not reachable, unless they say otherwise
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions).
/// </summary>
internal sealed class DefaultTolerationSeconds : IMutatingAdmission
{
    private const long Seconds = 300;
    private static readonly string[] _taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    /// <inheritdoc/>
    public string Name => "DefaultTolerationSeconds";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.IsFor("", "pods") && attributes.Object?.GetObject("spec") is { } spec)
            AddTo(spec);
        return default;
    }

    /// <summary>Adds the tolerations that are missing.</summary>
    public static void AddTo(JsonObject spec)
    {
        foreach (var taint in _taints)
        {
            if (spec.Objects("tolerations").Any(toleration => Tolerates(toleration, taint)))
                continue;
            spec.GetOrAddArray("tolerations").Add(new JsonObject
            {
                { "key", taint },
                { "operator", "Exists" },
                { "effect", "NoExecute" },
                { "tolerationSeconds", Seconds },
            });
        }
    }

    private static bool Tolerates(JsonObject toleration, string taint) =>
        (toleration.GetString("key") ?? "") is var key && (key == taint || key.Length == 0)
        && (toleration.GetString("effect") ?? "") is "" or "NoExecute";
}
