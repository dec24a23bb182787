using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Extras of a user in headers, as front proxies and impersonation send them: the key is percent-encoded in the header's name.</summary>
internal static class HeaderExtra
{
    private static readonly Dictionary<string, IReadOnlyList<string>> _none = [];

    /// <summary>All extras under the prefixes.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(IHeaderDictionary headers, params IReadOnlyList<string> prefixes)
    {
        Dictionary<string, IReadOnlyList<string>>? extra = null;
        foreach (var (name, values) in headers)
        {
            foreach (var prefix in prefixes)
            {
                if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                    continue;
                var key = Uri.UnescapeDataString(name[prefix.Length..].ToLowerInvariant());
                extra ??= new(StringComparer.Ordinal);
                string[] more = [.. values.Where(value => value is not null).Select(value => value!)];
                extra[key] = extra.TryGetValue(key, out var there) ? [.. there, .. more] : more;
                break;
            }
        }

        return extra ?? _none;
    }

    /// <summary>Takes all of them off.</summary>
    public static void Remove(IHeaderDictionary headers, string prefix)
    {
        foreach (var name in headers.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList())
            headers.Remove(name);
    }
}
