using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Which finalizers of the garbage collector an object gets when it is deleted.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/architecture/garbage-collection/</remarks>
internal static class GarbageFinalizers
{
    public const string Orphan = "orphan";
    public const string Foreground = "foregroundDeletion";

    /// <summary>The finalizers of the object from now on.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> finalizers, PropagationPolicy? requested, PropagationPolicy byKind)
    {
        var wanted = Decide(finalizers, requested, byKind) switch
        {
            PropagationPolicy.Orphan => Orphan,
            PropagationPolicy.Foreground => Foreground,
            _ => null,
        };
        var others = finalizers.Where(name => name is not (Orphan or Foreground));
        var before = finalizers.Where(name => name is Orphan or Foreground).ToArray();
        if (wanted is null ? before.Length == 0 : before.Length == 1 && before[0] == wanted) return finalizers;
        return wanted is null ? [.. others] : [.. others, wanted];
    }

    // The request decides; else what an earlier deletion left behind; else the kind.
    private static PropagationPolicy Decide(IReadOnlyList<string> finalizers, PropagationPolicy? requested, PropagationPolicy byKind)
    {
        if (requested is { } policy) return policy;
        if (finalizers.Contains(Orphan)) return PropagationPolicy.Orphan;
        return finalizers.Contains(Foreground) ? PropagationPolicy.Foreground : byKind;
    }
}
