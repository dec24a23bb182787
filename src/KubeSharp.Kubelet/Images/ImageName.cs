using System.Text.RegularExpressions;

namespace KubeSharp.Kubelet.Images;

/// <summary>The grammar of image names. https://github.com/distribution/reference</summary>
internal static partial class ImageName
{
    private const string Malformed = "invalid reference format";

    /// <summary>What is wrong with a name; null if it names an image.</summary>
    public static string? Fault(string name)
    {
        if (Identifier.IsMatch(name)) return $"invalid repository name ({name}), cannot specify 64-byte hexadecimal strings";
        var slash = name.IndexOf('/');
        var hasHost = slash >= 0 && IsHost(name[..slash]);
        var rest = hasHost ? name[(slash + 1)..] : name;
        var path = rest.AsSpan()[..(rest.IndexOf(':') is var colon and >= 0 ? colon : rest.Length)];
        if (path.ContainsAnyInRange('A', 'Z')) return Malformed + ": repository name must be lowercase";
        if (!Rest.IsMatch(rest) || (hasHost && !Host.IsMatch(name[..slash]))) return Malformed;
        return path.Length > 255 ? "repository name must not be more than 255 characters" : null;
    }

    // Without a dot, a port or a capital it is a folder of the default registry.
    private static bool IsHost(string first) =>
        first == "localhost" || first.AsSpan().ContainsAny('.', ':') || first.AsSpan().ContainsAnyInRange('A', 'Z');

    [GeneratedRegex(@"^[a-f0-9]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier { get; }

    [GeneratedRegex(
        @"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Host { get; }

    [GeneratedRegex(
        @"^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
            + @"(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rest { get; }
}
