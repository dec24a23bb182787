namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>The user name and groups of a service account.</summary>
internal static class ServiceAccountNames
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>The user name.</summary>
    public static string User(string @namespace, string name) => $"{Prefix}{@namespace}:{name}";

    /// <summary>The groups, but for system:authenticated.</summary>
    public static string[] Groups(string @namespace) => ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}"];

    /// <summary>Takes a user name apart; false if it is no service account's.</summary>
    public static bool TrySplit(string user, out string @namespace, out string name)
    {
        (@namespace, name) = ("", "");
        if (!user.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = user[Prefix.Length..].Split(':');
        if (parts is not [{ Length: > 0 } first, { Length: > 0 } second])
            return false;
        (@namespace, name) = (first, second);
        return true;
    }
}
