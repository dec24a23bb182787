using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>Reads the webhook of an authorizer and notes every fault with its place.</summary>
internal static class WebhookAuthorizerReader
{
    private const int MaxConditions = 64;
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    /// <summary>The settings; what was faulty has its default.</summary>
    public static WebhookAuthorizerSettings Read(ConfigurationNode node, FieldPath path, ErrorList errors)
    {
        var defaults = new WebhookAuthorizerSettings { KubeConfigFile = null };
        var timeout = node.Duration("timeout") ?? TimeSpan.Zero;
        if (timeout == TimeSpan.Zero) errors.Add(FieldError.Required(path.Child("timeout")));
        else if (timeout > _longest || timeout < TimeSpan.Zero)
            errors.Add(FieldError.Invalid(path.Child("timeout"), GoDuration.Format(timeout), "must be > 0s and <= 30s"));
        var version = node.String("subjectAccessReviewVersion") ?? "";
        if (version.Length == 0) errors.Add(FieldError.Required(path.Child("subjectAccessReviewVersion")));
        else if (version is not ("v1" or "v1beta1")) errors.Add(FieldError.NotSupported(path.Child("subjectAccessReviewVersion"), version, "v1", "v1beta1"));
        var policy = node.String("failurePolicy") ?? "";
        if (policy.Length == 0) errors.Add(FieldError.Required(path.Child("failurePolicy")));
        else if (policy is not ("NoOpinion" or "Deny")) errors.Add(FieldError.NotSupported(path.Child("failurePolicy"), policy, "NoOpinion", "Deny"));
        var settings = new WebhookAuthorizerSettings
        {
            Timeout = timeout,
            AuthorizedTtl = Ttl(node, "authorizedTTL", defaults.AuthorizedTtl, path, errors),
            UnauthorizedTtl = Ttl(node, "unauthorizedTTL", defaults.UnauthorizedTtl, path, errors),
            CacheAuthorized = node.Bool("cacheAuthorizedRequests") ?? true,
            CacheUnauthorized = node.Bool("cacheUnauthorizedRequests") ?? true,
            Version = version,
            DenyOnFailure = policy == "Deny",
            KubeConfigFile = Connection(node.Object("connectionInfo"), path.Child("connectionInfo"), errors),
            MatchConditions = Conditions(node, path, errors),
        };
        return settings;
    }

    private static TimeSpan Ttl(ConfigurationNode node, string name, TimeSpan defaultValue, FieldPath path, ErrorList errors)
    {
        var ttl = node.Duration(name) ?? TimeSpan.Zero;
        if (ttl < TimeSpan.Zero) errors.Add(FieldError.Invalid(path.Child(name), GoDuration.Format(ttl), "must be > 0s"));
        return ttl == TimeSpan.Zero ? defaultValue : ttl;
    }

    private static string? Connection(ConfigurationNode? node, FieldPath path, ErrorList errors)
    {
        var (type, file) = (node?.String("type") ?? "", node?.String("kubeConfigFile"));
        switch (type)
        {
            case "":
                errors.Add(FieldError.Required(path.Child("type")));
                return null;
            case "InClusterConfig":
                if (file is not null) errors.Add(FieldError.Invalid(path.Child("kubeConfigFile"), file, "can only be set when type=KubeConfigFile"));
                return null;
            case "KubeConfigFile":
                if (string.IsNullOrEmpty(file)) errors.Add(FieldError.Required(path.Child("kubeConfigFile")));
                else if (!Path.IsPathRooted(file)) errors.Add(FieldError.Invalid(path.Child("kubeConfigFile"), file, "must be an absolute path"));
                else if (Directory.Exists(file)) errors.Add(FieldError.Invalid(path.Child("kubeConfigFile"), file, "must be a regular file"));
                else if (!File.Exists(file))
                    errors.Add(FieldError.Invalid(path.Child("kubeConfigFile"), file, $"error loading file: stat {file}: no such file or directory"));
                return file;
            default:
                errors.Add(FieldError.NotSupported(path.Child("type"), type, "InClusterConfig", "KubeConfigFile"));
                return null;
        }
    }

    private static List<MatchCondition> Conditions(ConfigurationNode node, FieldPath path, ErrorList errors)
    {
        var nodes = node.Objects("matchConditions");
        var version = node.String("matchConditionSubjectAccessReviewVersion") ?? "";
        if (version.Length == 0 && nodes.Count > 0)
            errors.Add(FieldError.Required(path.Child("matchConditionSubjectAccessReviewVersion"), "required if match conditions are specified"));
        else if (version is not ("" or "v1")) errors.Add(FieldError.NotSupported(path.Child("matchConditionSubjectAccessReviewVersion"), version, "v1"));
        List<MatchCondition> conditions = [];
        if (nodes.Count > MaxConditions)
        {
            errors.Add(FieldError.TooMany(path.Child("matchConditions"), nodes.Count, MaxConditions));
            return conditions;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            var at = path.Child("matchConditions").Index(i).Child("expression");
            var text = nodes[i].String("expression") ?? "";
            if (text.Trim().Length == 0)
            {
                errors.Add(FieldError.Required(at));
            }
            else if (!seen.Add(text))
            {
                errors.Add(FieldError.Duplicate(at, text));
            }
            else
            {
                var (condition, fault) = MatchCondition.Compile(text);
                if (condition is null) errors.Add(FieldError.Invalid(at, text, fault));
                else conditions.Add(condition);
            }
        }

        return conditions;
    }
}
