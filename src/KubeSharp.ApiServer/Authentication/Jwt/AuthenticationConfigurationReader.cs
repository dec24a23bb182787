using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication.Anonymous;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Reads the file of <c>--authentication-config</c> (https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/).</summary>
/// <param name="reserved">Issuers of this server's own tokens: nobody else may claim to be one of them.</param>
internal sealed class AuthenticationConfigurationReader(IReadOnlyList<string> reserved)
{
    private const int MaxIssuers = 64;
    private const string Group = "apiserver.config.k8s.io/";

    /// <summary>Reads the text of the file.</summary>
    /// <exception cref="FormatException">It makes no sense; the message names every fault.</exception>
    public AuthenticationConfiguration Read(string text)
    {
        var document = ConfigurationFile.Parse(text, "AuthenticationConfiguration", Group + "v1", Group + "v1beta1", Group + "v1alpha1");
        var node = new ConfigurationNode(document);
        ErrorList errors = new();
        var issuers = Issuers(node.Objects("jwt"), errors);
        var anonymous = node.Object("anonymous") is { } rule ? Anonymous(rule, errors) : null;
        node.Finish();
        return errors.Count == 0 ? new AuthenticationConfiguration(issuers, anonymous) : throw new FormatException(errors.ToString());
    }

    private List<JwtIssuerSettings> Issuers(IReadOnlyList<ConfigurationNode> nodes, ErrorList errors)
    {
        var path = FieldPath.Of("jwt");
        if (nodes.Count > MaxIssuers) errors.Add(FieldError.TooMany(path, nodes.Count, MaxIssuers));
        List<JwtIssuerSettings> issuers = [];
        HashSet<string> urls = new(StringComparer.Ordinal), discoveries = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            var settings = new JwtIssuerReader(reserved, path.Index(i), errors).Read(nodes[i]);
            var issuer = path.Index(i).Child("issuer");
            if (!urls.Add(settings.Url)) errors.Add(FieldError.Duplicate(issuer.Child("url"), settings.Url));
            if (settings.DiscoveryUrl.Length > 0 && !discoveries.Add(settings.DiscoveryUrl))
                errors.Add(FieldError.Duplicate(issuer.Child("discoveryURL"), settings.DiscoveryUrl));
            issuers.Add(settings);
        }

        return issuers;
    }

    private static AnonymousRule Anonymous(ConfigurationNode node, ErrorList errors)
    {
        List<string> paths = [];
        foreach (var condition in node.Objects("conditions")) paths.Add(condition.String("path") ?? "");
        var rule = new AnonymousRule(node.Bool("enabled") ?? false, paths);
        if (rule is { Enabled: false, Paths.Count: > 0 })
            errors.Add(FieldError.InvalidRaw(FieldPath.Of("anonymous", "conditions"), $"[{string.Join(' ', paths)}]", "enabled should be set to true when conditions are defined"));
        return rule;
    }
}
