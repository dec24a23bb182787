using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>Default roles and bindings as documents, and those that exist with what they lack. Pure.</summary>
internal static class BootstrapDocuments
{
    private const string ApiVersion = RbacDocuments.Group + "/v1";
    private const string Aggregate = RbacDocuments.Group + "/aggregate-to-";

    /// <summary>A role or cluster role.</summary>
    public static JsonObject Role(BootstrapRole role)
    {
        var document = Start(role.Namespace is null ? "ClusterRole" : "Role", role.Name, role.Namespace);
        if (role.AggregateTo is not null)
            document.GetObject("metadata")!.GetObject("labels")!.Add(Aggregate + role.AggregateTo, "true"!);
        if (role.AggregatedFrom is null)
        {
            document.Add("rules", new JsonArray(role.Rules.Select(RbacDocuments.Write)));
        }
        else
        {
            document.Add("rules", JsonNull.Instance);
            document.Add("aggregationRule", Aggregation(role.AggregatedFrom));
        }

        return document;
    }

    /// <summary>A role binding or cluster role binding.</summary>
    public static JsonObject Binding(BootstrapBinding binding)
    {
        var document = Start(binding.Namespace is null ? "ClusterRoleBinding" : "RoleBinding", binding.Name, binding.Namespace);
        document.Add("subjects", new JsonArray(binding.Subjects.Select(RbacDocuments.Write)));
        document.Add("roleRef", RoleRef(binding));
        return document;
    }

    /// <summary>The role as it should be stored, or null if it may stay as it is.</summary>
    public static JsonObject? Reconcile(JsonObject present, BootstrapRole wanted)
    {
        if (!BootstrapReconciler.MayUpdate(Annotations(present)))
            return null;
        var document = present.Clone();
        var changed = Labels(document, Role(wanted));
        if (wanted.AggregatedFrom is not null)
        {
            var selectors = document.GetOrAddObject("aggregationRule").GetOrAddArray("clusterRoleSelectors");
            var own = Aggregation(wanted.AggregatedFrom).GetArray("clusterRoleSelectors")![0];
            if (!selectors.Any(selector => JsonValue.DeepEquals(selector, own)))
            {
                selectors.Add(own);
                changed = true;
            }
        }

        foreach (var rule in BootstrapReconciler.MissingRules(RbacDocuments.Rules(present), wanted))
        {
            document.GetOrAddArray("rules").Add(RbacDocuments.Write(rule));
            changed = true;
        }

        return changed ? document : null;
    }

    /// <summary>The binding as it should be stored, or null if it may stay as it is. A binding to another role is the user's own.</summary>
    public static JsonObject? Reconcile(JsonObject present, BootstrapBinding wanted)
    {
        if (!BootstrapReconciler.MayUpdate(Annotations(present))
            || present.FindString("roleRef", "name") != wanted.RoleName
            || present.FindString("roleRef", "kind") != RoleRef(wanted).GetString("kind"))
            return null;
        var document = present.Clone();
        var changed = Labels(document, Binding(wanted));
        foreach (var subject in BootstrapReconciler.MissingSubjects(RbacDocuments.Subjects(present), wanted))
        {
            document.GetOrAddArray("subjects").Add(RbacDocuments.Write(subject));
            changed = true;
        }

        return changed ? document : null;
    }

    private static JsonObject Start(string kind, string name, string? @namespace)
    {
        var metadata = new JsonObject { { "name", name! } };
        if (@namespace is not null)
            metadata.Add("namespace", @namespace!);
        metadata.Add("labels", new JsonObject { { BootstrapReconciler.Bootstrapping, "rbac-defaults"! } });
        metadata.Add("annotations", new JsonObject { { BootstrapReconciler.AutoUpdate, "true"! } });
        return new JsonObject { { "kind", kind! }, { "apiVersion", ApiVersion! }, { "metadata", metadata } };
    }

    private static JsonObject Aggregation(string from) => new()
    {
        {
            "clusterRoleSelectors",
            new JsonArray([new JsonObject { { "matchLabels", new JsonObject { { Aggregate + from, "true"! } } } }])
        },
    };

    private static JsonObject RoleRef(BootstrapBinding binding) => new()
    {
        { "apiGroup", RbacDocuments.Group! },
        { "kind", (binding.Namespace is null ? "ClusterRole" : "Role")! },
        { "name", binding.RoleName! },
    };

    private static bool Labels(JsonObject document, JsonObject wanted)
    {
        var changed = false;
        foreach (var map in (string[])["labels", "annotations"])
        {
            foreach (var (name, value) in wanted.GetObject("metadata")!.GetObject(map)!)
            {
                // What a user has set to another value stays.
                changed |= document.GetOrAddObject("metadata").GetOrAddObject(map).SetDefault(name, value);
            }
        }

        return changed;
    }

    private static Dictionary<string, string>? Annotations(JsonObject document)
    {
        Dictionary<string, string>? annotations = null;
        foreach (var (name, value) in document.FindObject("metadata", "annotations") ?? [])
            (annotations ??= new(StringComparer.Ordinal))[name] = (value as JsonString)?.Value ?? "";
        return annotations;
    }
}
