using KubeSharp.ApiMachinery;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Resources as the configuration names them: <c>secrets</c>, <c>deployments.apps</c>, <c>*.apps</c>, <c>*.</c> (the core group), <c>*.*</c>.</summary>
/// <param name="Resource">The resource, or a star.</param>
/// <param name="Group">The group; empty for the core group, a star for every group.</param>
internal readonly record struct ResourcePattern(string Resource, string Group)
{
    /// <summary>Reads the text form.</summary>
    public static ResourcePattern Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(text, "") : new(text[..dot], text[(dot + 1)..]);
    }

    /// <summary>Whether a resource is among them.</summary>
    public bool Matches(GroupResource resource) =>
        (Group == "*" || Group == resource.Group) && (Resource == "*" || Resource == resource.Resource);
}
