using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Proxies;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>How the API server tells other servers who asks: in headers that they believe because of its front-proxy certificate.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#original-request-username-and-group</remarks>
internal sealed class ProxyIdentity(ApiServerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly RequestHeaderNames names = new();
    private volatile Read? read;

    /// <summary>The front-proxy certificate; read again when it is a minute old, so that a renewed one is used.</summary>
    public WebhookCredentials Credentials
    {
        get
        {
            if (options is not { ProxyClientCertFile: { } certificate, ProxyClientKeyFile: { } key }) return WebhookCredentials.None;
            if (read is { } known && time.GetElapsedTime(known.At) < Fresh) return known.Credentials;
            try
            {
                var fresh = new WebhookCredentials { ClientCertificate = File.ReadAllText(certificate), ClientKey = File.ReadAllText(key) };
                read = new Read(time.GetTimestamp(), fresh);
                return fresh;
            }
            catch (IOException) when (read is { } earlier)
            {
                // It is being replaced: the one before is good for a while.
                return earlier.Credentials;
            }
        }
    }

    /// <summary>Names the user in the headers of a request that is passed on, and takes credentials and what others claimed off it.</summary>
    public void Apply(IHeaderDictionary headers, UserInfo user)
    {
        headers.Remove("Authorization");
        foreach (var name in headers.Keys.Where(name => name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)).ToList()) headers.Remove(name);
        names.Remove(headers);
        headers[HeaderLines.Name] = HeaderLines.Encode(Of(user));
    }

    /// <summary>The headers that name a user.</summary>
    public static IEnumerable<(string Name, string Value)> Of(UserInfo user)
    {
        yield return ("X-Remote-User", user.Name);
        if (user.Uid.Length > 0) yield return ("X-Remote-Uid", user.Uid);
        foreach (var group in user.Groups) yield return ("X-Remote-Group", group);
        foreach (var (key, values) in user.Extra)
        {
            foreach (var value in values) yield return ("X-Remote-Extra-" + Escape(key), value);
        }
    }

    // What cannot stand in the name of a header is percent-encoded.
    private static string Escape(string key)
    {
        var text = new StringBuilder(key.Length);
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal)) text.Append((char)b);
            else text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private sealed record Read(long At, WebhookCredentials Credentials);
}
