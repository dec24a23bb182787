using System.Buffers.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Where a list that was cut off goes on: upstream's token, base64 of {"v":"meta.k8s.io/v1","rv":N,"start":"key"}.</summary>
/// <param name="Revision">The revision of the first page; -1 to go on with the present.</param>
/// <param name="Start">The first key that may follow, relative to the prefix of the list.</param>
internal readonly record struct ContinueToken(long Revision, string Start)
{
    /// <summary>What a client is told whose token outlived the history of the store.</summary>
    public const string ExpiredMessage = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
        + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent "
        + "list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    private const string Version = "meta.k8s.io/v1";

    public override string ToString()
    {
        var json = new JsonObject { { "v", Version }, { "rv", Revision }, { "start", Start } };
        return Base64Url.EncodeToString(json.ToUtf8Bytes());
    }

    /// <summary>Reads a token.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? TryParse(string text, out ContinueToken token)
    {
        token = default;
        if (!Base64Url.IsValid(text)) return "continue key is not valid: illegal base64 data at input byte 0";
        try
        {
            var json = JsonParser.ParseObject(Base64Url.DecodeFromChars(text));
            if (json.GetString("v") != Version) return $"continue key is not valid: server does not recognize this encoded version \"{json.GetString("v")}\"";
            if (json.GetInt64("rv") is not { } revision || revision == 0)
            {
                return "continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)";
            }

            var start = json.GetString("start") ?? "";
            if (start.Length == 0) return "continue key is not valid: encoded start key empty (version meta.k8s.io/v1)";
            if (start.Contains("..", StringComparison.Ordinal) || start.StartsWith('/')) return "continue key is not valid: " + start;
            token = new ContinueToken(revision, start);
            return null;
        }
        catch (FormatException e)
        {
            return "continue key is not valid: " + e.Message;
        }
        catch (InvalidCastException e)
        {
            return "continue key is not valid: " + e.Message;
        }
    }

    /// <summary>The token after a key.</summary>
    public static ContinueToken After(long revision, string prefix, string key) => new(revision, key[prefix.Length..] + "\0");

    /// <summary>The last key that was seen.</summary>
    public string LastKey(string prefix) => prefix + (Start.EndsWith('\0') ? Start[..^1] : Start);

}
