using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Discovery;

/// <summary>
/// The order of groups and versions: groups by priority and then name, versions of a group by priority and then by how stable and new
/// they are (v2, v1, v2beta1, v1alpha1, anything else).
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority"/>.
/// </summary>
public static class DiscoveryOrder
{
    /// <summary>The versions in the order of discovery.</summary>
    public static IReadOnlyList<GroupVersionDefinition> Sort(IEnumerable<GroupVersionDefinition> versions)
    {
        var sorted = new List<GroupVersionDefinition>(versions);
        var priorities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var version in sorted)
            priorities[version.Group] = Math.Max(priorities.GetValueOrDefault(version.Group, int.MinValue), version.GroupPriority);
        sorted.Sort((a, b) =>
        {
            if (a.Group == b.Group)
            {
                var priority = b.VersionPriority.CompareTo(a.VersionPriority);
                return priority != 0 ? priority : CompareVersions(b.Version, a.Version);
            }

            var group = priorities[b.Group].CompareTo(priorities[a.Group]);
            return group != 0 ? group : string.CompareOrdinal(a.Group, b.Group);
        });
        return sorted;
    }

    /// <summary>Compares version names by stability and number; the better one is the greater.</summary>
    public static int CompareVersions(string a, string b)
    {
        if (a == b)
            return 0;
        var (left, right) = (Rank(a), Rank(b));
        if (left is null || right is null)
            return left is null && right is null ? string.CompareOrdinal(b, a) : left is null ? -1 : 1;
        return left.Value.CompareTo(right.Value);
    }

    /// <summary>(stability, major, minor) of v1, v1beta2, v1alpha1; null for other names.</summary>
    private static (int Stability, int Major, int Minor)? Rank(string version)
    {
        var rest = version.AsSpan();
        if (rest.Length < 2 || rest[0] != 'v' || !Number(ref rest, 1, out var major))
            return null;
        if (rest.IsEmpty)
            return (2, major, 0);
        var stability = rest.StartsWith("beta") ? 1 : rest.StartsWith("alpha") ? 0 : -1;
        return stability >= 0 && Number(ref rest, stability == 1 ? 4 : 5, out var minor) && rest.IsEmpty ? (stability, major, minor) : null;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int skip, out int number)
    {
        rest = rest[skip..];
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
            length++;
        var valid = int.TryParse(rest[..length], out number) && rest[0] != '0';
        rest = rest[length..];
        return valid;
    }
}
