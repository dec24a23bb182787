using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Nodes;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authorization.Nodes;

public sealed class NodeAuthorizerTests : IDisposable
{
    private const string Pod = """
        {"metadata":{"name":"p","namespace":"ns"},"spec":{"nodeName":"n","serviceAccountName":"bot",
         "containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"env"}}],"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"key"}}}]}],
         "volumes":[{"name":"v","secret":{"secretName":"used"}},{"name":"d","persistentVolumeClaim":{"claimName":"claim"}},
          {"name":"e","ephemeral":{}},{"name":"t","projected":{"sources":[{"configMap":{"name":"kube-root-ca.crt"}}]}}]}}
        """;

    private readonly FakeObjects _objects = new();
    private readonly NodeGraph _graph;
    private readonly NodeAuthorizer _authorizer;

    public NodeAuthorizerTests()
    {
        _graph = new NodeGraph(_objects);
        _authorizer = new NodeAuthorizer(_graph);
        _objects.Set("", "pods", Pod);
        _objects.Set("", "persistentvolumes", """{"metadata":{"name":"pv"},"spec":{"claimRef":{"namespace":"ns","name":"claim"},"csi":{"nodeStageSecretRef":{"namespace":"sys","name":"stage"}}}}""");
        _objects.Set("resource.k8s.io", "resourceslices", """{"metadata":{"name":"slice"},"spec":{"nodeName":"n"}}""");
        _objects.Set("storage.k8s.io", "volumeattachments", """{"metadata":{"name":"va"},"spec":{"nodeName":"n"}}""");
    }

    public void Dispose() => _graph.Dispose();

    [Theory]
    [InlineData("", "secrets", "ns", "used", true)]
    [InlineData("", "secrets", "ns", "key", true)]
    [InlineData("", "secrets", "ns", "other", false)]
    [InlineData("", "secrets", "elsewhere", "used", false)]
    [InlineData("", "secrets", "sys", "stage", true)]
    [InlineData("", "configmaps", "ns", "env", true)]
    [InlineData("", "configmaps", "ns", "kube-root-ca.crt", true)]
    [InlineData("", "persistentvolumeclaims", "ns", "claim", true)]
    [InlineData("", "persistentvolumeclaims", "ns", "p-e", true)]
    [InlineData("", "persistentvolumes", "", "pv", true)]
    [InlineData("storage.k8s.io", "volumeattachments", "", "va", true)]
    [InlineData("resource.k8s.io", "resourceslices", "", "slice", true)]
    [InlineData("resource.k8s.io", "resourceslices", "", "other", false)]
    [InlineData("", "serviceaccounts", "ns", "bot", true)]
    [InlineData("", "serviceaccounts", "ns", "default", false)]
    [InlineData("", "pods", "ns", "p", true)]
    public void A_node_gets_what_its_pods_refer_to(string group, string resource, string ns, string name, bool allowed)
    {
        Assert.Equal(allowed, Decide("n", "get", group, resource, ns, name).IsAllowed);
        Assert.False(Decide("m", "get", group, resource, ns, name).IsAllowed);
    }

    [Fact]
    public void A_pod_that_is_gone_takes_its_references_with_it()
    {
        _objects.Delete("", "pods", "ns", "p");
        var decision = Decide("n", "get", "", "secrets", "ns", "used");
        Assert.Equal("no relationship found between node 'n' and this object", decision.Reason);
    }

    [Theory]
    [InlineData("n", "get", "", true)]
    [InlineData("other", "get", "", false)]
    [InlineData("n", "patch", "", true)]
    [InlineData("other", "patch", "", false)]
    [InlineData("n", "update", "status", true)]
    [InlineData("other", "update", "status", false)]
    [InlineData("n", "delete", "", false)]
    public void A_node_deals_with_its_own_node_only(string name, string verb, string subresource, bool allowed) =>
        Assert.Equal(allowed, _authorizer.Decide(Ask("n", verb, "", "nodes", "", name) with { Subresource = subresource }).IsAllowed);

    [Theory]
    [InlineData("spec.nodeName=n", true)]
    [InlineData("spec.nodeName==n", true)]
    [InlineData("spec.nodeName!=n", false)]
    [InlineData("spec.nodeName=m", false)]
    [InlineData("", false)]
    public void A_node_lists_its_own_pods_only(string selector, bool allowed) =>
        Assert.Equal(allowed, _authorizer.Decide(Ask("n", "list", "", "pods", "", "") with { FieldSelector = selector }).IsAllowed);

    [Theory]
    [InlineData("kube-node-lease", "n", true)]
    [InlineData("kube-node-lease", "m", false)]
    [InlineData("kube-system", "n", false)]
    public void A_node_renews_its_own_lease_only(string ns, string name, bool allowed) =>
        Assert.Equal(allowed, Decide("n", "update", "coordination.k8s.io", "leases", ns, name).IsAllowed);

    [Fact]
    public void A_token_is_made_for_the_accounts_of_its_pods_only()
    {
        Assert.True(_authorizer.Decide(Ask("n", "create", "", "serviceaccounts", "ns", "bot") with { Subresource = "token" }).IsAllowed);
        Assert.False(_authorizer.Decide(Ask("n", "create", "", "serviceaccounts", "ns", "default") with { Subresource = "token" }).IsAllowed);
    }

    private AuthorizationDecision Decide(string node, string verb, string group, string resource, string ns, string name) =>
        _authorizer.Decide(Ask(node, verb, group, resource, ns, name));

    private static AuthorizationAttributes Ask(string node, string verb, string group, string resource, string ns, string name) => new()
    {
        User = new UserInfo { Name = "system:node:" + node, Groups = ["system:nodes"] },
        Verb = verb,
        IsResourceRequest = true,
        ApiGroup = group,
        Resource = resource,
        Namespace = ns,
        Name = name,
        Subresource = "",
        FieldSelector = "",
    };
}
