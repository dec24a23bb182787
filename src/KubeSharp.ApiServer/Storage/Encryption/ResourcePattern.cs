using KubeSharp.ApiMachinery;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Resources as the configuration names them: <c>secrets</c>, <c>deployments.apps</c>, <c>*.apps</c>, <c>*.</c> (the core group), <c>*.*</c>.</summary>
/// <param name="Resource">The resource, or a star.</param>
/// <param name="Group">The group; empty for the core group, a star for every group.</param>
internal readonly record struct ResourcePattern(string Resource, string Group)
{
    /// <summary>Everything.</summary>
    public static ResourcePattern Everything => new("*", "*");

    /// <summary>Reads the text form.</summary>
    public static ResourcePattern Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(text, "") : new(text[..dot], text[(dot + 1)..]);
    }

    /// <summary>One resource alone.</summary>
    public static ResourcePattern Of(GroupResource resource) => new(resource.Resource, resource.Group);

    /// <summary>All resources of its group.</summary>
    public ResourcePattern WholeGroup => this with { Resource = "*" };

    /// <summary>Whether a resource is among them.</summary>
    public bool Matches(GroupResource resource) =>
        (Group == "*" || Group == resource.Group) && (Resource == "*" || Resource == resource.Resource);

    /// <summary>The text form.</summary>
    public override string ToString() => Group.Length > 0 || Resource == "*" ? $"{Resource}.{Group}" : Resource;
}
