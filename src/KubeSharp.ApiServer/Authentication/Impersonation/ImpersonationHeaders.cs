using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KubeSharp.ApiServer.Authentication.Impersonation;

/// <summary>
/// The headers by which a request asks to be treated as another user's:
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation.
/// </summary>
internal static class ImpersonationHeaders
{
    private const string Prefix = "Impersonate-";
    private const string User = "Impersonate-User";
    private const string Uid = "Impersonate-Uid";
    private const string Group = "Impersonate-Group";
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>True if there is any such header. The usual answer is no, and it must come fast.</summary>
    public static bool Any(IHeaderDictionary headers)
    {
        // A copy into a borrowed array: going through the headers by their interface, or through their names, makes garbage for every request.
        var count = headers.Count;
        var copy = ArrayPool<KeyValuePair<string, StringValues>>.Shared.Rent(count);
        headers.CopyTo(copy, 0);
        var found = false;
        for (var i = 0; i < count && !found; i++) found = IsOne(copy[i].Key);
        ArrayPool<KeyValuePair<string, StringValues>>.Shared.Return(copy, clearArray: true);
        return found;
    }

    /// <summary>The user as the headers have it, with an empty name if they lack one.</summary>
    public static UserInfo Read(IHeaderDictionary headers) => new()
    {
        Name = headers[User].FirstOrDefault() ?? "",
        Uid = headers[Uid].FirstOrDefault() ?? "",
        Groups = [.. headers[Group].Select(group => group ?? "")],
        Extra = HeaderExtra.Read(headers, ExtraPrefix),
    };

    /// <summary>Takes them off, so that nothing behind can act on them again.</summary>
    public static void Remove(IHeaderDictionary headers)
    {
        headers.Remove(User);
        headers.Remove(Uid);
        headers.Remove(Group);
        HeaderExtra.Remove(headers, ExtraPrefix);
    }

    /// <summary>The complaint about headers that ask for groups, a UID or extras of nobody.</summary>
    public static string WithoutName(UserInfo wanted)
    {
        var text = new StringBuilder("requested &user.DefaultInfo{Name:\"\", UID:").Append('"').Append(wanted.Uid).Append("\", Groups:");
        Append(text, wanted.Groups);
        text.Append(", Extra:map[string][]string");
        if (wanted.Extra.Count == 0)
        {
            text.Append("(nil)");
        }
        else
        {
            text.Append('{');
            var first = true;
            foreach (var (key, values) in wanted.Extra.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                text.Append(first ? "\"" : ", \"").Append(key).Append("\":");
                Append(text, values);
                first = false;
            }

            text.Append('}');
        }

        return text.Append("} without impersonating a user name").ToString();
    }

    private static bool IsOne(string name) =>
        name[0] is 'I' or 'i' && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && (name.Equals(User, StringComparison.OrdinalIgnoreCase) || name.Equals(Uid, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Group, StringComparison.OrdinalIgnoreCase) || name.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase));

    private static void Append(StringBuilder text, IReadOnlyList<string> values)
    {
        text.Append("[]string");
        if (values.Count == 0)
            text.Append("(nil)");
        else
            text.Append('{').AppendJoin(", ", values.Select(value => $"\"{value}\"")).Append('}');
    }
}
