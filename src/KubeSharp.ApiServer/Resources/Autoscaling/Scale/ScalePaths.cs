using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Autoscaling.Scale;

/// <summary>Where a custom object keeps what its Scale shows; each path as the names of the members.</summary>
/// <param name="Wanted">The replicas that are wanted.</param>
/// <param name="Present">The replicas that are there.</param>
/// <param name="Selector">The selector as text; empty if there is none.</param>
internal sealed record ScalePaths(string[] Wanted, string[] Present, string[] Selector)
{
    /// <summary>The paths of a definition's scale subresource, which have the form <c>.spec.replicas</c>.</summary>
    public static ScalePaths From(JsonObject scale) => new(Split(scale, "specReplicasPath"), Split(scale, "statusReplicasPath"), Split(scale, "labelSelectorPath"));

    /// <summary>Sets the replicas that are wanted.</summary>
    public void SetWanted(JsonObject item, long replicas)
    {
        var at = item;
        foreach (var name in Wanted.AsSpan(0, Wanted.Length - 1)) at = at.GetOrAddObject(name);
        at.Set(Wanted[^1], replicas);
    }

    private static string[] Split(JsonObject scale, string member) =>
        (scale.GetString(member) ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);
}
