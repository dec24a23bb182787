using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Whether the resources of one entry of the configuration are named in a way that means something. Pure.</summary>
internal static class ResourceNameChecks
{
    private const string Overlap = "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked";

    /// <summary>Adds what is wrong with them.</summary>
    public static void Check(IReadOnlyList<string> resources, FieldPath path, ErrorList errors)
    {
        CheckOverlap(resources, path, errors);
        for (var i = 0; i < resources.Count; i++)
        {
            if (Problem(resources[i]) is { } problem) errors.Add(FieldError.Invalid(path.Index(i), resources[i], problem));
        }
    }

    private static void CheckOverlap(IReadOnlyList<string> resources, FieldPath path, ErrorList errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < resources.Count; i++)
        {
            if (!seen.Add(resources[i])) errors.Add(FieldError.Invalid(path.Index(i), resources[i], "the same resource cannot be specified multiple times"));
        }

        HashSet<ResourcePattern> patterns = [.. resources.Select(ResourcePattern.Parse)];
        var masked = patterns.Count > 1 && patterns.Contains(ResourcePattern.Everything);
        masked |= patterns.Any(one => one.Resource != "*" && patterns.Contains(one.WholeGroup));
        if (masked) errors.Add(FieldError.InvalidRaw(path, $"[]string{{{string.Join(", ", resources.Select(GoText.Quote))}}}", Overlap));
    }

    private static string? Problem(string name)
    {
        var resource = ResourcePattern.Parse(name);
        return 0 switch
        {
            _ when name.Any(char.IsUpper) => "resource name should not contain capital letters",
            _ when name == "*" => "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources",
            _ when name is "apiserveripinfo" or "serviceipallocations" or "servicenodeportallocations" => "resources which do not have REST API/s cannot be encrypted",
            _ when resource.Group == "events.k8s.io" =>
                "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file",
            _ when resource.Group == "extensions" => "'extensions' group has been removed and cannot be used for encryption",
            _ when resource is { Group: "*", Resource: not "*" } => "encrypting the same resource across groups is not supported",
            _ => null,
        };
    }
}
