using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// The credentials with which a pod's images may be pulled: those of its imagePullSecrets that fit the registry, else none.
/// https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
/// </summary>
internal sealed class PullCredentials(IPodObjects objects)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>What to try, in this order; never empty (null is: without credentials).</summary>
    public async Task<IReadOnlyList<AuthConfig?>> ForAsync(Pod pod, string image, CancellationToken cancellationToken)
    {
        var found = new List<AuthConfig?>();
        foreach (var reference in pod.Spec.ImagePullSecrets ?? [])
        {
            var secret = await objects.GetSecretAsync(pod.Metadata.Namespace!, reference.Name ?? "", cancellationToken);
            var json = secret?.Type switch
            {
                "kubernetes.io/dockerconfigjson" => secret.Data?.GetValueOrDefault(".dockerconfigjson"),
                "kubernetes.io/dockercfg" => secret.Data?.GetValueOrDefault(".dockercfg"),
                _ => null,
            };
            if (json is not null)
            {
                Collect(found, json, image);
            }
        }

        return found.Count > 0 ? found : [null];
    }

    private static void Collect(List<AuthConfig?> found, byte[] json, string image)
    {
        JsonObject? document;
        try
        {
            document = JsonParser.Parse(json) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            return;
        }

        var auths = document?.GetObject("auths") ?? document;
        foreach (var (registry, value) in auths ?? new JsonObject())
        {
            if (value is JsonObject entry && Matches(registry, image) && Read(entry) is { } auth)
            {
                found.Add(auth);
            }
        }
    }

    private static AuthConfig? Read(JsonObject entry)
    {
        var user = entry.GetString("username") ?? "";
        var password = entry.GetString("password") ?? "";
        if (user.Length == 0 && entry.GetString("auth") is { Length: > 0 } joined)
        {
            string text;
            try
            {
                text = Encoding.UTF8.GetString(Convert.FromBase64String(joined));
            }
            catch (FormatException)
            {
                return null;
            }

            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                (user, password) = (text[..colon], text[(colon + 1)..]);
            }
        }

        var token = entry.GetString("identitytoken") ?? "";
        return user.Length > 0 || token.Length > 0 ? new AuthConfig { Username = user, Password = password, IdentityToken = token } : null;
    }

    /// <summary>A key is a host with an optional path, perhaps as an address; "*" stands for one label of the host.</summary>
    private static bool Matches(string registry, string image)
    {
        var key = registry;
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://"])
        {
            key = key.StartsWith(scheme, StringComparison.Ordinal) ? key[scheme.Length..] : key;
        }

        key = key.TrimEnd('/');
        if (key is "index.docker.io/v1" or "index.docker.io" or "registry-1.docker.io")
        {
            key = DefaultRegistry;
        }

        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var hasHost = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        var name = hasHost ? image : $"{DefaultRegistry}/{image}";
        var keyHost = key.Split('/')[0];
        var nameHost = name.Split('/')[0];
        return HostMatches(keyHost, nameHost) && name[nameHost.Length..].StartsWith(key[keyHost.Length..], StringComparison.Ordinal);
    }

    private static bool HostMatches(string pattern, string host)
    {
        var patterns = pattern.Split('.');
        var labels = host.Split('.');
        if (patterns.Length != labels.Length)
        {
            return false;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (patterns[i] != labels[i] && !(patterns[i].StartsWith('*') && labels[i].EndsWith(patterns[i][1..], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }
}
