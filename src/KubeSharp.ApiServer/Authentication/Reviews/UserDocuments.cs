using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.Reviews;

/// <summary>Writes users and times as the authentication API shows them. Pure.</summary>
internal static class UserDocuments
{
    /// <summary>A UserInfo.</summary>
    public static JsonObject Write(UserInfo user)
    {
        var result = new JsonObject();
        if (user.Name.Length > 0)
            result.Add("username", user.Name!);
        if (user.Uid.Length > 0)
            result.Add("uid", user.Uid!);
        if (user.Groups.Count > 0)
            result.Add("groups", JsonArray.OfStrings(user.Groups));
        if (user.Extra.Count > 0)
        {
            var extra = new JsonObject();
            foreach (var (key, values) in user.Extra.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                extra.Add(key, JsonArray.OfStrings(values));
            result.Add("extra", extra);
        }

        return result;
    }

    /// <summary>A time in whole seconds.</summary>
    public static JsonString Time(DateTimeOffset time) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
}
