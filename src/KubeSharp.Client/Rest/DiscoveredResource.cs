using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>A resource that a server has.</summary>
/// <param name="Resource">Its names.</param>
/// <param name="Verbs">What can be done with it: <c>get</c>, <c>list</c>, <c>watch</c>, <c>delete</c>, <c>deletecollection</c>, ...</param>
public sealed record DiscoveredResource(ResourceInfo Resource, IReadOnlyList<string> Verbs)
{
    /// <summary>True when all of the verbs are there.</summary>
    public bool Supports(params ReadOnlySpan<string> verbs)
    {
        foreach (string verb in verbs)
            if (!Verbs.Contains(verb)) return false;
        return true;
    }
}
