namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>For whom a token is meant.</summary>
internal static class TokenAudiences
{
    /// <summary>Those that are in both lists, in the order of the first.</summary>
    public static IReadOnlyList<string> Shared(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        // The usual case makes nothing.
        if (left.Count == 1)
            return right.Contains(left[0]) ? left : [];
        return [.. left.Where(right.Contains)];
    }

    /// <summary>As messages show a list.</summary>
    public static string Quote(IReadOnlyList<string> audiences) => $"[{string.Join(' ', audiences.Select(audience => $"\"{audience}\""))}]";
}
