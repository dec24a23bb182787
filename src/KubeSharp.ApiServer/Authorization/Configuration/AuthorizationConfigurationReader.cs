using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authorization.Webhook;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Authorization.Configuration;

/// <summary>Reads the file of <c>--authorization-config</c> (https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/).</summary>
internal static class AuthorizationConfigurationReader
{
    private const string Group = "apiserver.config.k8s.io/";

    /// <summary>The types there are, sorted.</summary>
    public static readonly string[] Types = ["ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"];

    /// <summary>Reads the text of the file.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="required">Types other than webhooks that must be there: those that were when the server started.</param>
    /// <exception cref="FormatException">It makes no sense; the message names every fault.</exception>
    public static IReadOnlyList<AuthorizerSettings> Read(string text, IReadOnlyCollection<string> required)
    {
        var document = ConfigurationFile.Parse(text, "AuthorizationConfiguration", Group + "v1", Group + "v1beta1", Group + "v1alpha1");
        var node = new ConfigurationNode(document);
        ErrorList errors = new();
        var root = FieldPath.Of("authorizers");
        var nodes = node.Objects("authorizers");
        if (nodes.Count == 0) errors.Add(FieldError.Required(root, "at least one authorization mode must be defined"));
        List<AuthorizerSettings> settings = [];
        HashSet<string> types = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Read(nodes[i], root.Index(i), types, names, errors) is { } one) settings.Add(one);
        }

        node.Finish();
        if (errors.Count > 0) throw new FormatException(errors.ToString());
        CheckNames(settings, required);
        return settings;
    }

    private static AuthorizerSettings? Read(ConfigurationNode node, FieldPath path, HashSet<string> types, HashSet<string> names, ErrorList errors)
    {
        var (type, name, webhook) = (node.String("type") ?? "", node.String("name") ?? "", node.Object("webhook"));
        if (type.Length == 0)
        {
            errors.Add(FieldError.Required(path.Child("type")));
            return null;
        }

        if (!Types.Contains(type))
        {
            errors.Add(FieldError.NotSupported(path.Child("type"), type, Types));
            return null;
        }

        if (!types.Add(type) && type != "Webhook")
        {
            errors.Add(FieldError.Duplicate(path.Child("type"), type));
            return null;
        }

        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        else if (!names.Add(name)) errors.Add(FieldError.Duplicate(path.Child("name"), name));
        else if (StringValidators.Dns1123Subdomain(name) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(path.Child("name"), name, $"authorizer name is invalid: {string.Join(", ", faults)}"));
        if (type != "Webhook")
        {
            if (webhook is not null) errors.Add(FieldError.Invalid(path.Child("webhook"), "non-null", "may only be specified when type=Webhook"));
            return new AuthorizerSettings(type, name);
        }

        if (webhook is not null) return new AuthorizerSettings(type, name, WebhookAuthorizerReader.Read(webhook, path, errors));
        errors.Add(FieldError.Required(path.Child("webhook"), "required when type=Webhook"));
        return null;
    }

    // Only webhooks can be told apart by name; of the others there is one each, and its name is its type's.
    private static void CheckNames(List<AuthorizerSettings> settings, IReadOnlyCollection<string> required)
    {
        List<string> faults = [];
        foreach (var one in settings)
        {
            var expected = one.Type.ToLowerInvariant();
            if (one.Type != "Webhook" && one.Name != expected) faults.Add($"expected name {expected} for authorizer {one.Type} instead of {one.Name}");
        }

        var missing = required.Where(type => !settings.Any(one => one.Type == type)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0) faults.Add($"missing required types: [{string.Join(' ', missing)}]");
        if (faults.Count == 1) throw new FormatException(faults[0]);
        if (faults.Count > 1) throw new FormatException($"[{string.Join(", ", faults)}]");
    }
}
