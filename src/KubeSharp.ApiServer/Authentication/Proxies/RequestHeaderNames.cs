using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Proxies;

/// <summary>In which headers a proxy names the user.</summary>
internal sealed record RequestHeaderNames
{
    /// <summary>Common names of proxies that may speak for others; empty for all that the authority signed.</summary>
    public IReadOnlyList<string> AllowedProxies { get; init; } = [];

    /// <summary>The first of these that is there holds the user's name.</summary>
    public IReadOnlyList<string> User { get; init; } = ["X-Remote-User"];

    /// <summary>The first of these that is there holds the user's UID.</summary>
    public IReadOnlyList<string> Uid { get; init; } = ["X-Remote-Uid"];

    /// <summary>All values of all of these are groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = ["X-Remote-Group"];

    /// <summary>What follows such a prefix, percent-decoded and in lower case, is the key of an extra.</summary>
    public IReadOnlyList<string> ExtraPrefixes { get; init; } = ["X-Remote-Extra-"];

    /// <summary>The user that the headers name, or null.</summary>
    public UserInfo? Read(IHeaderDictionary headers)
    {
        var name = First(headers, User);
        if (name.Length == 0)
            return null;
        List<string> groups = [];
        foreach (var header in Groups)
        {
            foreach (var value in headers[header])
            {
                if (value is not null)
                    groups.Add(value);
            }
        }

        return new UserInfo { Name = name, Uid = First(headers, Uid), Groups = groups, Extra = HeaderExtra.Read(headers, ExtraPrefixes) };
    }

    /// <summary>Takes the headers off the request, so that nothing behind believes them again.</summary>
    public void Remove(IHeaderDictionary headers)
    {
        foreach (var header in (IEnumerable<string>)[.. User, .. Uid, .. Groups])
            headers.Remove(header);
        foreach (var prefix in ExtraPrefixes)
            HeaderExtra.Remove(headers, prefix);
    }

    private static string First(IHeaderDictionary headers, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (headers[name] is [{ Length: > 0 } value, ..])
                return value;
        }

        return "";
    }
}
