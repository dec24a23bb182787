using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authorization.Rbac;

public sealed class RbacAuthorizerTests
{
    [Theory]
    [InlineData("get", "", "pods", "", true)]
    [InlineData("get", "", "pods", "log", false)]
    [InlineData("get", "", "services", "status", true)]
    [InlineData("update", "apps", "deployments", "scale", true)]
    [InlineData("update", "custom.io", "widgets", "scale", true)]
    [InlineData("update", "custom.io", "widgets", "", false)]
    [InlineData("list", "", "pods", "", false)]
    public void A_rule_covers_resources_subresources_and_star_slash_subresource(string verb, string group, string resource, string subresource, bool allowed)
    {
        RbacRule[] rules = [RbacRule.On("", "pods,services/status", "get"), RbacRule.On("*", "*/scale", "update")];
        var asked = Ask("u", verb, group, resource) with { Subresource = subresource };
        Assert.Equal(allowed, rules.Any(rule => RuleMatcher.Allows(rule, asked)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    [InlineData("", false)]
    public void A_rule_with_names_covers_those_names_only(string name, bool allowed) =>
        Assert.Equal(allowed, RuleMatcher.Allows(RbacRule.On("", "secrets", "get", "a"), Ask("u", "get", "", "secrets") with { Name = name }));

    [Theory]
    [InlineData("/healthz", "/healthz", true)]
    [InlineData("/healthz", "/healthz/etcd", false)]
    [InlineData("/api/*", "/api/v1", true)]
    [InlineData("/api/*", "/api", false)]
    [InlineData("*", "/anything", true)]
    public void A_path_matches_whole_or_by_a_star_at_the_end(string rule, string path, bool allowed) =>
        Assert.Equal(allowed, RuleMatcher.Allows(
            RbacRule.OnPaths(rule, "get"), new AuthorizationAttributes { User = new UserInfo { Name = "u" }, Verb = "get", Path = path }));

    [Fact]
    public async Task A_role_binding_grants_a_cluster_role_in_its_namespace_only()
    {
        var authorizer = Authorizer(new FakeObjects()
            .Set("rbac.authorization.k8s.io", "clusterroles", """{"metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""")
            .Set("rbac.authorization.k8s.io", "rolebindings", """{"metadata":{"name":"b","namespace":"ns"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"bot","namespace":"other"}]}"""));
        var there = await Decide(authorizer, Ask("system:serviceaccount:other:bot", "get", "", "pods", "ns"));
        Assert.True(there.IsAllowed);
        Assert.Equal("RBAC: allowed by RoleBinding \"b/ns\" of ClusterRole \"r\" to ServiceAccount \"bot/other\"", there.Reason);
        Assert.False((await Decide(authorizer, Ask("system:serviceaccount:other:bot", "get", "", "pods", "elsewhere"))).IsAllowed);
        Assert.False((await Decide(authorizer, Ask("system:serviceaccount:other:bot", "get", "", "pods"))).IsAllowed);
        Assert.False((await Decide(authorizer, Ask("bot", "get", "", "pods", "ns"))).IsAllowed);
    }

    [Fact]
    public async Task A_missing_role_is_named_in_the_reason()
    {
        var authorizer = Authorizer(new FakeObjects().Set(
            "rbac.authorization.k8s.io", "clusterrolebindings", """{"metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"gone"},"subjects":[{"kind":"User","name":"u"}]}"""));
        var decision = await Decide(authorizer, Ask("u", "get", "", "pods"));
        Assert.Equal(AuthorizationOutcome.NoOpinion, decision.Outcome);
        Assert.Equal("RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found", decision.Reason);
    }

    [Fact]
    public async Task A_change_counts_at_once()
    {
        var objects = new FakeObjects()
            .Set("rbac.authorization.k8s.io", "clusterroles", """{"metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""");
        var authorizer = Authorizer(objects);
        Assert.False((await Decide(authorizer, Ask("u", "get", "", "pods"))).IsAllowed);
        objects.Set("rbac.authorization.k8s.io", "clusterrolebindings", """{"metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"Group","name":"g"}]}""");
        var member = new UserInfo { Name = "u", Groups = ["g"] };
        Assert.True((await Decide(authorizer, Ask("u", "get", "", "pods") with { User = member })).IsAllowed);
        Assert.False((await Decide(authorizer, Ask("u", "get", "", "pods"))).IsAllowed);
        objects.Delete("rbac.authorization.k8s.io", "clusterrolebindings", "", "b");
        Assert.False((await Decide(authorizer, Ask("u", "get", "", "pods") with { User = member })).IsAllowed);
    }

    [Theory]
    [InlineData("*", "*", "*", "", "pods", "get", true)]
    [InlineData("", "pods", "get,list", "", "pods", "get", true)]
    [InlineData("", "pods", "get", "", "pods", "get,delete", false)]
    [InlineData("apps", "*/scale", "update", "apps", "deployments/scale", "update", true)]
    [InlineData("", "pods", "get", "apps", "pods", "get", false)]
    public void Nobody_grants_more_than_they_hold(string g, string r, string v, string wantedGroup, string wantedResource, string wantedVerbs, bool covered) =>
        Assert.Equal(covered, RuleCovering.Missing([RbacRule.On(g, r, v)], [RbacRule.On(wantedGroup, wantedResource, wantedVerbs)]).Count == 0);

    [Fact]
    public void What_is_missing_is_listed_a_line_a_resource()
    {
        var missing = RuleCovering.Missing(
            [RbacRule.On("", "pods", "get")],
            [RbacRule.On(",apps", "pods", "get,list"), RbacRule.On("", "secrets", "get", "a"), RbacRule.OnPaths("/x", "get")]);
        Assert.Equal(
            [
                "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}",
                "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"a\"], Verbs:[\"get\"]}",
                "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}",
                "{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}",
            ],
            RuleCovering.Describe(missing));
    }

    [Fact]
    public void The_anonymous_may_read_health_and_version_and_nothing_else()
    {
        var objects = new FakeObjects();
        foreach (var role in BootstrapPolicy.ClusterRoles)
            objects.Set("rbac.authorization.k8s.io", "clusterroles", BootstrapDocuments.Role(role).ToString());
        foreach (var binding in BootstrapPolicy.ClusterRoleBindings)
            objects.Set("rbac.authorization.k8s.io", "clusterrolebindings", BootstrapDocuments.Binding(binding).ToString());
        var (rules, errors) = Authorizer(objects).RulesFor(UserInfo.Anonymous, "default");
        Assert.Equal("", errors);
        var rule = Assert.Single(rules);
        Assert.Equal(["/healthz", "/livez", "/readyz", "/version", "/version/"], rule.NonResourceURLs);
    }

    [Fact]
    public void Default_roles_and_bindings_are_distinct_and_refer_to_each_other()
    {
        var names = BootstrapPolicy.ClusterRoles.Select(role => role.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(BootstrapPolicy.ClusterRoleBindings, binding => Assert.Contains(binding.RoleName, names));
        Assert.All(BootstrapPolicy.RoleBindings, binding =>
            Assert.Contains(BootstrapPolicy.Roles, role => role.Namespace == binding.Namespace && role.Name == binding.RoleName));
    }

    [Fact]
    public void A_default_role_gets_back_what_was_taken_and_keeps_what_was_added()
    {
        var wanted = new BootstrapRole("r", RbacRule.On("", "pods", "get,list"));
        Assert.Empty(BootstrapReconciler.MissingRules([RbacRule.On("*", "*", "*")], wanted));
        var missing = Assert.Single(BootstrapReconciler.MissingRules([RbacRule.On("", "pods", "get"), RbacRule.On("x", "y", "z")], wanted));
        Assert.Equal(["list"], missing.Verbs);
        Assert.False(BootstrapReconciler.MayUpdate(new Dictionary<string, string> { [BootstrapReconciler.AutoUpdate] = "false" }));
        Assert.True(BootstrapReconciler.MayUpdate(null));
    }

    private static RbacAuthorizer Authorizer(FakeObjects objects)
    {
        var authorizer = new RbacAuthorizer();
#pragma warning disable CA2000 // The feed observes a fake that holds nothing.
        var feed = new RbacFeed(objects, authorizer);
#pragma warning restore CA2000
        Assert.True(feed.Synced.IsCompleted);
        return authorizer;
    }

    private static AuthorizationAttributes Ask(string user, string verb, string group, string resource, string ns = "") => new()
    {
        User = new UserInfo { Name = user },
        Verb = verb,
        IsResourceRequest = true,
        ApiGroup = group,
        Resource = resource,
        Namespace = ns,
        Subresource = "",
        Name = "",
    };

    private static async Task<AuthorizationDecision> Decide(RbacAuthorizer authorizer, AuthorizationAttributes attributes) =>
        await authorizer.AuthorizeAsync(attributes, CancellationToken.None);
}
