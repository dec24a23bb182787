using System.Buffers;
using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The names under which processes run on Windows: <c>[domain\]user</c>.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/#windows-username-limitations</remarks>
internal static partial class WindowsUserNames
{
    private const int LongestDomain = 256;
    private const int LongestUser = 104;
    private const string NotInUser = "\"/\\:;|=,+*?<>@[]";
    private static readonly SearchValues<char> NotInUserSet = SearchValues.Create(NotInUser);

    /// <summary>What is wrong with a name.</summary>
    public static IEnumerable<string> Problems(string name)
    {
        var parts = name.Split('\\');
        if (name.Length == 0) return ["runAsUserName cannot be an empty string"];
        if (name.Any(c => c is < ' ' or '\x7f')) return ["runAsUserName cannot contain control characters"];
        return parts.Length > 2 ? ["runAsUserName cannot contain more than one backslash"] : [.. Domain(parts), .. User(parts[^1])];
    }

    private static IEnumerable<string> Domain(string[] parts)
    {
        if (parts.Length < 2) yield break;
        if (parts[0].Length >= LongestDomain) yield return $"runAsUserName's Domain length must be under {LongestDomain} characters";
        if (!NetBios().IsMatch(parts[0]) && !Dns().IsMatch(parts[0])) yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
    }

    private static IEnumerable<string> User(string user)
    {
        if (user.Length == 0) yield return "runAsUserName's User cannot be empty";
        else if (user.Length > LongestUser) yield return $"runAsUserName's User length must not be longer than {LongestUser} characters";
        if (user.Length > 0 && user.All(c => c is '.' or ' ')) yield return "runAsUserName's User cannot contain only periods or spaces";
        if (user.AsSpan().ContainsAny(NotInUserSet)) yield return $"runAsUserName's User cannot contain the following characters: {NotInUser}";
    }

    [GeneratedRegex(@"^[^\\/:\*\?""<>|\.][^\\/:\*\?""<>|]{0,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NetBios();

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Dns();
}
