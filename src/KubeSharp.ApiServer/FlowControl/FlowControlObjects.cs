using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>The FlowSchemas and PriorityLevelConfigurations that every cluster has.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults</remarks>
internal static class FlowControlObjects
{
    /// <summary>Whether the server keeps an object as it should be: "true" or "false".</summary>
    public const string AutoUpdate = "apf.kubernetes.io/autoupdate-spec";

    private static readonly string[] Everybody = ["system:unauthenticated", "system:authenticated"];
    private static readonly string[] All = ["*"];
    private static readonly string[] LeaseVerbs = ["get", "create", "update"];

    /// <summary>Without these nothing works: they are always put right.</summary>
    public static IReadOnlyList<JsonObject> MandatoryLevels { get; } =
    [
        Limited("catch-all", 5, 0, 0, 0),
        Level("exempt", new JsonObject { { "type", "Exempt" }, { "exempt", new JsonObject { { "nominalConcurrencyShares", 0 }, { "lendablePercent", 0 } } } }),
    ];

    /// <summary>Without these nothing works: they are always put right.</summary>
    public static IReadOnlyList<JsonObject> MandatorySchemas { get; } =
    [
        Schema("exempt", "exempt", 1, "", Rule(Groups("system:masters"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("catch-all", "catch-all", 10000, "ByUser", Rule(Groups(Everybody), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
    ];

    /// <summary>Kept as they are here unless an administrator says otherwise.</summary>
    public static IReadOnlyList<JsonObject> SuggestedLevels { get; } =
    [
        Limited("system", 30, 33, 64, 6),
        Limited("node-high", 40, 25, 64, 6),
        Limited("leader-election", 10, 0, 16, 4),
        Limited("workload-high", 40, 50, 128, 6),
        Limited("workload-low", 100, 90, 128, 6),
        Limited("global-default", 20, 50, 128, 6),
    ];

    /// <summary>Kept as they are here unless an administrator says otherwise.</summary>
    public static IReadOnlyList<JsonObject> SuggestedSchemas { get; } =
    [
        Schema("system-nodes", "system", 500, "ByUser", Rule(Groups("system:nodes"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("system-node-high", "node-high", 400, "ByUser", Rule(
            Groups("system:nodes"),
            [Resources(All, [""], ["nodes", "nodes/status"], clusterScope: true), Resources(All, ["coordination.k8s.io"], ["leases"])],
            [])),
        Schema("probes", "exempt", 2, "", Rule(Groups(Everybody), [], [Paths(["get"], "/healthz", "/readyz", "/livez")])),
        Schema("system-leader-election", "leader-election", 100, "ByUser", Rule(
            [.. Users("system:kube-controller-manager", "system:kube-scheduler"), .. Accounts("*")], [Resources(LeaseVerbs, ["coordination.k8s.io"], ["leases"])], [])),
        Schema("workload-leader-election", "leader-election", 200, "ByUser", Rule(
            Accounts("*"),
            [Resources(LeaseVerbs, [""], ["endpoints", "configmaps"]), Resources(LeaseVerbs, ["coordination.k8s.io"], ["leases"])],
            [])),
        Schema("endpoint-controller", "workload-high", 150, "ByUser", Rule(
            [.. Users("system:kube-controller-manager"), .. Accounts("endpoint-controller", "endpointslicemirroring-controller")],
            [Resources(LeaseVerbs, [""], ["endpoints"])],
            [])),
        Schema("kube-controller-manager", "workload-high", 800, "ByNamespace", Rule(
            Users("system:kube-controller-manager"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("kube-scheduler", "workload-high", 800, "ByNamespace", Rule(
            Users("system:kube-scheduler"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("kube-system-service-accounts", "workload-high", 900, "ByNamespace", Rule(
            Accounts("*"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("service-accounts", "workload-low", 9000, "ByUser", Rule(
            Groups("system:serviceaccounts"), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
        Schema("global-default", "global-default", 9900, "ByUser", Rule(Groups(Everybody), [Resources(All, All, All, clusterScope: true)], [Paths(All, "*")])),
    ];

    private static JsonObject Limited(string name, int shares, int lendable, int queues, int handSize)
    {
        var response = queues == 0
            ? new JsonObject { { "type", "Reject" } }
            : new JsonObject
            {
                { "type", "Queue" },
                { "queuing", new JsonObject { { "queues", queues }, { "handSize", handSize }, { "queueLengthLimit", 50 } } },
            };
        var limited = new JsonObject { { "nominalConcurrencyShares", shares }, { "limitResponse", response }, { "lendablePercent", lendable } };
        return Level(name, new JsonObject { { "type", "Limited" }, { "limited", limited } });
    }

    private static JsonObject Level(string name, JsonObject spec) => Object("PriorityLevelConfiguration", name, spec);

    private static JsonObject Schema(string name, string level, int precedence, string distinguisher, JsonObject rule)
    {
        var spec = new JsonObject { { "priorityLevelConfiguration", new JsonObject { { "name", level } } }, { "matchingPrecedence", precedence } };
        if (distinguisher.Length > 0) spec.Set("distinguisherMethod", new JsonObject { { "type", distinguisher } });
        spec.Set("rules", new JsonArray { rule });
        return Object("FlowSchema", name, spec);
    }

    private static JsonObject Object(string kind, string name, JsonObject spec) => new()
    {
        { "kind", kind },
        { "apiVersion", "flowcontrol.apiserver.k8s.io/v1" },
        { "metadata", new JsonObject { { "name", name }, { "annotations", new JsonObject { { AutoUpdate, "true" } } } } },
        { "spec", spec },
    };

    private static JsonObject Rule(IEnumerable<JsonObject> subjects, JsonObject[] resources, JsonObject[] paths)
    {
        var rule = new JsonObject { { "subjects", new JsonArray(subjects) } };
        if (resources.Length > 0) rule.Set("resourceRules", new JsonArray(resources));
        if (paths.Length > 0) rule.Set("nonResourceRules", new JsonArray(paths));
        return rule;
    }

    private static JsonObject Resources(string[] verbs, string[] groups, string[] resources, bool clusterScope = false)
    {
        var rule = new JsonObject { { "verbs", JsonArray.OfStrings(verbs) }, { "apiGroups", JsonArray.OfStrings(groups) }, { "resources", JsonArray.OfStrings(resources) } };
        if (clusterScope) rule.Set("clusterScope", true);
        rule.Set("namespaces", JsonArray.OfStrings(All));
        return rule;
    }

    private static JsonObject Paths(string[] verbs, params string[] paths) =>
        new() { { "verbs", JsonArray.OfStrings(verbs) }, { "nonResourceURLs", JsonArray.OfStrings(paths) } };

    private static IEnumerable<JsonObject> Groups(params string[] names) =>
        names.Select(name => new JsonObject { { "kind", "Group" }, { "group", new JsonObject { { "name", name } } } });

    private static IEnumerable<JsonObject> Users(params string[] names) =>
        names.Select(name => new JsonObject { { "kind", "User" }, { "user", new JsonObject { { "name", name } } } });

    private static IEnumerable<JsonObject> Accounts(params string[] names) => names.Select(name => new JsonObject
    {
        { "kind", "ServiceAccount" },
        { "serviceAccount", new JsonObject { { "namespace", "kube-system" }, { "name", name } } },
    });
}
