using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>Which operations on which resources a webhook or policy is about.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules</remarks>
internal sealed class AdmissionRule
{
    private readonly string[] operations;
    private readonly string[] groups;
    private readonly string[] versions;
    private readonly (string Resource, string Subresource)[] resources;
    private readonly string[] names;
    private readonly string scope;

    /// <summary>Reads a rule of an object that was accepted.</summary>
    public AdmissionRule(JsonObject rule)
    {
        operations = Strings(rule, "operations");
        groups = Strings(rule, "apiGroups");
        versions = Strings(rule, "apiVersions");
        names = Strings(rule, "resourceNames");
        scope = rule.GetString("scope") ?? "*";
        resources = [.. Strings(rule, "resources").Select(Split)];
    }

    /// <summary>The rules in a list.</summary>
    public static AdmissionRule[] All(JsonArray? rules) => [.. (rules ?? []).OfType<JsonObject>().Select(rule => new AdmissionRule(rule))];

    /// <summary>Whether the rule is about a request, were it for that resource.</summary>
    /// <param name="attributes">The request.</param>
    /// <param name="resource">The resource of the request, or one equivalent to it.</param>
    public bool Matches(AdmissionAttributes attributes, GroupVersionResource resource) =>
        MatchesScope(attributes, resource)
        && Has(operations, OperationName(attributes.Operation))
        && Has(groups, resource.Group)
        && Has(versions, resource.Version)
        && MatchesResource(resource.Resource, attributes.Subresource);

    /// <summary>Whether the rule is about objects of that name.</summary>
    public bool MatchesName(string name) => names.Length == 0 || Array.IndexOf(names, name) >= 0;

    /// <summary>The operation as rules and reviews spell it.</summary>
    public static string OperationName(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    // Namespaces themselves count as outside of any.
    private bool MatchesScope(AdmissionAttributes attributes, GroupVersionResource resource) => scope switch
    {
        "Namespaced" => !IsNamespaces(resource) && attributes.Namespace.Length > 0,
        "Cluster" => IsNamespaces(resource) || attributes.Namespace.Length == 0,
        _ => true,
    };

    private bool MatchesResource(string resource, string subresource)
    {
        foreach (var (wanted, part) in resources)
        {
            if ((wanted == "*" || wanted == resource) && (part == "*" || part == subresource)) return true;
        }

        return false;
    }

    private static bool IsNamespaces(GroupVersionResource resource) => resource is { Group: "", Resource: "namespaces" };

    private static bool Has(string[] list, string value)
    {
        foreach (var item in list)
        {
            if (item == "*" || item == value) return true;
        }

        return false;
    }

    private static (string Resource, string Subresource) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (name, "") : (name[..slash], name[(slash + 1)..]);
    }

    private static string[] Strings(JsonObject rule, string member) =>
        [.. (rule.GetArray(member) ?? []).OfType<JsonString>().Select(text => text.Value)];
}
