using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("admin", "system:masters", "get", "", "pods", "x", "exempt", "exempt")]
    [InlineData("system:node:a", "system:nodes", "get", "", "nodes", "", "system-node-high", "node-high")]
    [InlineData("system:node:a", "system:nodes", "update", "", "nodes/status", "", "system-node-high", "node-high")]
    [InlineData("system:node:a", "system:nodes", "update", "coordination.k8s.io", "leases", "kube-node-lease", "system-node-high", "node-high")]
    [InlineData("system:node:a", "system:nodes", "get", "", "secrets", "x", "system-nodes", "system")]
    [InlineData("system:kube-scheduler", "", "list", "", "pods", "", "kube-scheduler", "workload-high")]
    [InlineData("system:kube-scheduler", "", "update", "coordination.k8s.io", "leases", "kube-system", "system-leader-election", "leader-election")]
    [InlineData("system:kube-controller-manager", "", "get", "", "endpoints", "x", "endpoint-controller", "workload-high")]
    [InlineData("system:serviceaccount:kube-system:a", "system:serviceaccounts", "list", "", "pods", "", "kube-system-service-accounts", "workload-high")]
    [InlineData("system:serviceaccount:kube-system:a", "system:serviceaccounts", "get", "", "configmaps", "x", "workload-leader-election", "leader-election")]
    [InlineData("system:serviceaccount:x:a", "system:serviceaccounts", "list", "", "pods", "", "service-accounts", "workload-low")]
    [InlineData("joe", "", "list", "", "pods", "", "global-default", "global-default")]
    public void Requests_for_resources_meet_the_default_schemas(string user, string group, string verb, string apiGroup, string resource, string ns, string schema, string level)
    {
        var parts = resource.Split('/');
        var info = new RequestInfo
        {
            Path = "/x",
            Verb = verb,
            IsResourceRequest = true,
            ApiGroup = apiGroup,
            ApiVersion = "v1",
            Resource = parts[0],
            Subresource = parts.Length > 1 ? parts[1] : "",
            Namespace = ns,
        };
        Check(User(user, group), info, schema, level);
    }

    [Theory]
    [InlineData("system:anonymous", "system:unauthenticated", "/readyz", "probes", "exempt")]
    [InlineData("joe", "system:authenticated", "/version", "global-default", "global-default")]
    [InlineData("system:node:a", "system:nodes", "/metrics", "system-nodes", "system")]
    public void Requests_for_paths_meet_them_too(string user, string group, string path, string schema, string level) =>
        Check(User(user, group), new RequestInfo { Path = path, Verb = "get" }, schema, level);

    [Fact]
    public void Without_any_object_the_mandatory_ones_hold()
    {
        using var flow = new FlowController(600, new SettableTime());
        Assert.Equal("catch-all", flow.Classify(new RequestInfo { Path = "/version", Verb = "get" }, User("joe", "")).Schema.Name);
        Assert.Equal("exempt", flow.Classify(new RequestInfo { Path = "/version", Verb = "get" }, User("joe", "system:masters")).Schema.Name);
    }

    [Fact]
    public void A_schema_without_its_level_is_passed_over_until_the_level_comes()
    {
        using var flow = Flow(out var objects);
        var info = new RequestInfo { Path = "/version", Verb = "get" };
        objects.Set(FlowController.Group, FlowController.Schemas, """
            {"metadata":{"name":"mine","uid":"1"},"spec":{"matchingPrecedence":50,"priorityLevelConfiguration":{"name":"late"},
             "rules":[{"subjects":[{"kind":"User","user":{"name":"joe"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["/ver*","/version"]}]}]}}
            """);
        Assert.Equal("global-default", flow.Classify(info, User("joe", "")).Schema.Name);
        Assert.Contains(flow.References(), reference => reference is { Level: "late", Exists: false });
        objects.Set(FlowController.Group, FlowController.Levels, """{"metadata":{"name":"late"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":1,"limitResponse":{"type":"Reject"}}}}""");
        Assert.Equal("mine", flow.Classify(info, User("joe", "")).Schema.Name);
        objects.Delete(FlowController.Group, FlowController.Schemas, "", "mine");
        Assert.Equal("global-default", flow.Classify(info, User("joe", "")).Schema.Name);
    }

    private static FlowController Flow(out FakeObjects objects)
    {
        objects = new FakeObjects();
        foreach (var level in FlowControlObjects.MandatoryLevels.Concat(FlowControlObjects.SuggestedLevels)) objects.Set(FlowController.Group, FlowController.Levels, level.ToString());
        foreach (var schema in FlowControlObjects.MandatorySchemas.Concat(FlowControlObjects.SuggestedSchemas)) objects.Set(FlowController.Group, FlowController.Schemas, schema.ToString());
        var flow = new FlowController(600, new SettableTime());
        flow.Follow(objects);
        return flow;
    }

    private static void Check(UserInfo user, RequestInfo info, string schema, string level)
    {
        using var flow = Flow(out _);
        var found = flow.Classify(info, user);
        Assert.Equal((schema, level), (found.Schema.Name, found.Level.Spec.Name));
    }

    private static UserInfo User(string name, string group) => new()
    {
        Name = name,
        Groups = group.Length == 0 ? [UserInfo.AuthenticatedGroup] : [group, group == UserInfo.UnauthenticatedGroup ? group : UserInfo.AuthenticatedGroup],
    };
}
