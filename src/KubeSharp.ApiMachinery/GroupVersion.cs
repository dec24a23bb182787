namespace KubeSharp.ApiMachinery;

/// <summary>An API group in one version: <c>apps/v1</c>.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
public readonly record struct GroupVersion(string Group, string Version)
{
    /// <summary>Reads <c>group/version</c> or <c>version</c>. False when there is more than one slash.</summary>
    public static bool TryParse(string? apiVersion, out GroupVersion result)
    {
        result = new GroupVersion("", "");
        if (string.IsNullOrEmpty(apiVersion) || apiVersion == "/") return true;
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            result = new GroupVersion("", apiVersion);
            return true;
        }

        if (apiVersion.IndexOf('/', slash + 1) >= 0) return false;
        result = new GroupVersion(apiVersion[..slash], apiVersion[(slash + 1)..]);
        return true;
    }

    /// <summary>The <c>apiVersion</c> of objects: <c>group/version</c>, or the version alone in the core group.</summary>
    public override string ToString() => string.IsNullOrEmpty(Group) ? Version : $"{Group}/{Version}";
}
