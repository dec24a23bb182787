using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Reads one issuer of an AuthenticationConfiguration and notes every fault with its place.</summary>
internal sealed partial class JwtIssuerReader(IReadOnlyList<string> reserved, FieldPath root, ErrorList errors)
{
    private bool usesEmail;
    private bool usesVerified;

    /// <summary>The settings; what was faulty is left empty.</summary>
    public JwtIssuerSettings Read(ConfigurationNode node)
    {
        var issuer = node.Object("issuer");
        var url = issuer?.String("url") ?? "";
        var discovery = issuer?.String("discoveryURL") ?? "";
        var authority = issuer?.String("certificateAuthority") ?? "";
        var audiences = issuer?.Strings("audiences") ?? [];
        CheckIssuer(url, discovery, authority, root.Child("issuer"));
        CheckAudiences(audiences, issuer?.String("audienceMatchPolicy") ?? "", root.Child("issuer"));
        if (issuer?.String("egressSelectorType") is { Length: > 0 } egress && egress is not ("controlplane" or "cluster"))
            errors.Add(FieldError.Invalid(root.Child("issuer", "egressSelectorType"), egress, "egress selector must be either controlplane or cluster"));
        var (required, claimRules) = ClaimRules(node.Objects("claimValidationRules"));
        var mappings = node.Object("claimMappings");
        var path = root.Child("claimMappings");
        var username = Prefixed(mappings?.Object("username"), path.Child("username"), required: true);
        usesEmail = username?.Expression is { } name && Email().IsMatch(name.Text);
        var settings = new JwtIssuerSettings
        {
            Url = url,
            DiscoveryUrl = discovery,
            CertificateAuthority = authority,
            Audiences = audiences,
            Username = username ?? new ClaimMapping(""),
            Groups = Prefixed(mappings?.Object("groups"), path.Child("groups"), required: false),
            Uid = Uid(mappings?.Object("uid"), path.Child("uid")),
            Extra = Extra(mappings?.Objects("extra") ?? [], path.Child("extra")),
            RequiredClaims = required,
            ClaimRules = claimRules,
            UserRules = UserRules(node.Objects("userValidationRules")),
        };
        CheckEmail(settings, path);
        return settings;
    }

    private void CheckIssuer(string url, string discovery, string authority, FieldPath path)
    {
        if (url.Length == 0) errors.Add(FieldError.Required(path.Child("url")));
        else CheckUrl(url, path.Child("url"), reserved);
        if (discovery.Length > 0)
        {
            if (url.Length > 0 && url.TrimEnd('/') == discovery.TrimEnd('/'))
                errors.Add(FieldError.Invalid(path.Child("discoveryURL"), discovery, "discoveryURL must be different from URL"));
            CheckUrl(discovery, path.Child("discoveryURL"), []);
        }

        if (authority.Length == 0) return;
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPem(authority);
            if (certificates.Count == 0) throw new CryptographicException("data does not contain any valid RSA or ECDSA certificates");
        }
        catch (CryptographicException e)
        {
            errors.Add(FieldError.Invalid(path.Child("certificateAuthority"), "<omitted>", e.Message));
        }
    }

    private void CheckUrl(string url, FieldPath path, IReadOnlyList<string> forbidden)
    {
        if (forbidden.Contains(url))
        {
            var list = string.Join(' ', forbidden.Order(StringComparer.Ordinal));
            errors.Add(FieldError.Invalid(path, url, $"URL must not overlap with disallowed issuers: [{list}]"));
        }

        var colon = url.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 || !url.StartsWith("https", StringComparison.OrdinalIgnoreCase) || colon != "https".Length)
            errors.Add(FieldError.Invalid(path, url, "URL scheme must be https"));
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed)) return;
        if (parsed.UserInfo.Length > 0) errors.Add(FieldError.Invalid(path, url, "URL must not contain a username or password"));
        if (parsed.Query.Length > 1) errors.Add(FieldError.Invalid(path, url, "URL must not contain a query"));
        if (parsed.Fragment.Length > 1) errors.Add(FieldError.Invalid(path, url, "URL must not contain a fragment"));
    }

    private void CheckAudiences(IReadOnlyList<string> audiences, string policy, FieldPath path)
    {
        var list = path.Child("audiences");
        if (audiences.Count == 0)
        {
            errors.Add(FieldError.Required(list, $"at least one {list} is required"));
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < audiences.Count; i++)
        {
            if (audiences[i].Length == 0) errors.Add(FieldError.Required(list.Index(i)));
            if (!seen.Add(audiences[i])) errors.Add(FieldError.Duplicate(list.Index(i), audiences[i]));
        }

        if (audiences.Count > 1 && policy != "MatchAny")
            errors.Add(FieldError.Invalid(path.Child("audienceMatchPolicy"), policy, "audienceMatchPolicy must be MatchAny for multiple audiences"));
        if (audiences.Count == 1 && policy is not ("" or "MatchAny"))
            errors.Add(FieldError.Invalid(path.Child("audienceMatchPolicy"), policy, "audienceMatchPolicy must be empty or MatchAny for single audience"));
    }

    private (List<KeyValuePair<string, string>> Required, List<JwtRule> Rules) ClaimRules(IReadOnlyList<ConfigurationNode> nodes)
    {
        List<KeyValuePair<string, string>> required = [];
        List<JwtRule> rules = [];
        HashSet<string> claims = new(StringComparer.Ordinal), expressions = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            var path = root.Child("claimValidationRules").Index(i);
            var (claim, value) = (nodes[i].String("claim") ?? "", nodes[i].String("requiredValue") ?? "");
            var (expression, message) = (nodes[i].String("expression") ?? "", nodes[i].String("message") ?? "");
            if (claim.Length > 0 && expression.Length > 0)
            {
                errors.Add(FieldError.Invalid(path, claim, "claim and expression can't both be set"));
            }
            else if (claim.Length > 0)
            {
                if (message.Length > 0) errors.Add(FieldError.Invalid(path.Child("message"), message, "may not be specified when claim is set"));
                if (!claims.Add(claim)) errors.Add(FieldError.Duplicate(path.Child("claim"), claim));
                required.Add(new(claim, value));
            }
            else if (expression.Length > 0)
            {
                if (value.Length > 0) errors.Add(FieldError.Invalid(path.Child("requiredValue"), value, "may not be specified when expression is set"));
                if (!expressions.Add(expression)) errors.Add(FieldError.Duplicate(path.Child("expression"), expression));
                else if (OverClaims(expression, isRule: true, path.Child("expression")) is { } compiled) rules.Add(new JwtRule(compiled, message));
            }
            else
            {
                errors.Add(FieldError.Required(path, "claim or expression is required"));
            }
        }

        return (required, rules);
    }

    private ClaimMapping? Prefixed(ConfigurationNode? node, FieldPath path, bool required)
    {
        var (claim, expression, prefix) = (node?.String("claim") ?? "", node?.String("expression") ?? "", node?.String("prefix"));
        if (claim.Length > 0 && expression.Length > 0)
        {
            errors.Add(FieldError.Invalid(path, "", "claim and expression can't both be set"));
        }
        else if (expression.Length > 0)
        {
            if (prefix is not null) errors.Add(FieldError.Invalid(path.Child("prefix"), prefix, "may not be specified when expression is set"));
            return OverClaims(expression, isRule: false, path.Child("expression")) is { } compiled ? new ClaimMapping("", "", compiled) : null;
        }
        else if (claim.Length > 0)
        {
            if (prefix is null)
                errors.Add(FieldError.Required(path.Child("prefix"), "prefix is required when claim is set. It can be set to an empty string to disable prefixing"));
            return new ClaimMapping(claim, prefix ?? "");
        }
        else if (required)
        {
            errors.Add(FieldError.Required(path, "claim or expression is required"));
        }

        return null;
    }

    private ClaimMapping? Uid(ConfigurationNode? node, FieldPath path)
    {
        var (claim, expression) = (node?.String("claim") ?? "", node?.String("expression") ?? "");
        if (claim.Length > 0 && expression.Length > 0) errors.Add(FieldError.Invalid(path, "", "claim and expression can't both be set"));
        else if (claim.Length > 0) return new ClaimMapping(claim);
        else if (expression.Length > 0 && OverClaims(expression, isRule: false, path.Child("expression")) is { } compiled) return new ClaimMapping("", "", compiled);
        return null;
    }

    private List<KeyValuePair<string, JwtExpression>> Extra(IReadOnlyList<ConfigurationNode> nodes, FieldPath path)
    {
        List<KeyValuePair<string, JwtExpression>> extra = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            var at = path.Index(i);
            var (key, expression) = (nodes[i].String("key") ?? "", nodes[i].String("valueExpression") ?? "");
            CheckExtraKey(key, at.Child("key"));
            if (!seen.Add(key)) errors.Add(FieldError.Duplicate(at.Child("key"), key));
            else if (expression.Length == 0) errors.Add(FieldError.Required(at.Child("valueExpression")));
            else if (OverClaims(expression, isRule: false, at.Child("valueExpression")) is { } compiled) extra.Add(new(key, compiled));
        }

        return extra;
    }

    private void CheckExtraKey(string key, FieldPath path)
    {
        errors.AddRange(DomainPrefixedPath.Check(key, path));
        if (key.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0) errors.Add(FieldError.Invalid(path, key, "must be lowercase"));
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var domain = slash < 0 ? "" : key[..slash];
        if (IsIn(domain, "kubernetes.io") || IsIn(domain, "k8s.io"))
            errors.Add(FieldError.Invalid(path, key, "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use"));
    }

    private static bool IsIn(string domain, string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);

    private List<JwtRule> UserRules(IReadOnlyList<ConfigurationNode> nodes)
    {
        List<JwtRule> rules = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            var path = root.Child("userValidationRules").Index(i).Child("expression");
            var (text, message) = (nodes[i].String("expression") ?? "", nodes[i].String("message") ?? "");
            if (text.Length == 0) errors.Add(FieldError.Required(path));
            else if (!seen.Add(text)) errors.Add(FieldError.Duplicate(path, text));
            else if (Note(JwtExpression.OverUser(text), text, path) is { } compiled) rules.Add(new JwtRule(compiled, message));
        }

        return rules;
    }

    // An address that its owner has not confirmed can be anybody's.
    private void CheckEmail(JwtIssuerSettings settings, FieldPath path)
    {
        if (!usesEmail || usesVerified) return;
        errors.Add(FieldError.Invalid(
            path.Child("username", "expression"),
            settings.Username.Expression!.Text,
            "claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or "
                + "claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression"));
    }

    private JwtExpression? OverClaims(string text, bool isRule, FieldPath path)
    {
        usesVerified |= Verified().IsMatch(text);
        return Note(JwtExpression.OverClaims(text, isRule), text, path);
    }

    private JwtExpression? Note((JwtExpression? Expression, string Fault) compiled, string text, FieldPath path)
    {
        if (compiled.Expression is null) errors.Add(FieldError.Invalid(path, text, compiled.Fault));
        return compiled.Expression;
    }

    [GeneratedRegex(@"\bclaims\s*\.\s*\??\s*email(?![A-Za-z0-9_])")]
    private static partial Regex Email();

    [GeneratedRegex(@"\bclaims\s*\.\s*\??\s*email_verified(?![A-Za-z0-9_])")]
    private static partial Regex Verified();
}
