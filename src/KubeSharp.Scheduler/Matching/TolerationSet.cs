using KubeSharp.Models.Core.V1;

namespace KubeSharp.Scheduler.Matching;

/// <summary>https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/</summary>
internal static class TolerationSet
{
    /// <summary>True when one of <paramref name="tolerations"/> tolerates the taint.</summary>
    public static bool Tolerates(List<Toleration>? tolerations, Taint taint)
    {
        if (tolerations is null)
            return false;
        foreach (var toleration in tolerations)
        {
            if (Tolerates(toleration, taint))
                return true;
        }

        return false;
    }

    private static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (!string.IsNullOrEmpty(toleration.Effect) && toleration.Effect != taint.Effect)
            return false;
        if (!string.IsNullOrEmpty(toleration.Key) && toleration.Key != taint.Key)
            return false;
        return toleration.Operator switch
        {
            null or "" or "Equal" => (toleration.Value ?? "") == (taint.Value ?? ""),
            "Exists" => true,
            _ => false,
        };
    }
}
