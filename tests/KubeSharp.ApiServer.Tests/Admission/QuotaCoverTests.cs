using KubeSharp.ApiServer.Admission.Quota;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class QuotaCoverTests
{
    private const string Limited = """
        {"limitedResources":[{"resource":"persistentvolumeclaims","matchContains":["gold.storageclass"]},
         {"resource":"pods","matchScopes":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]}]}
        """;

    private const string Claim = """{"spec":{"storageClassName":"gold","resources":{"requests":{"storage":"2Gi"}}}}""";
    private const string Pod = """{"spec":{"priorityClassName":"high","containers":[{"name":"a"}]}}""";
    private const string GoldQuota = """
        {"metadata":{"name":"q"},"status":{"hard":{"gold.storageclass.storage.k8s.io/requests.storage":"5Gi","gold.storageclass.storage.k8s.io/persistentvolumeclaims":"1"}}}
        """;

    [Theory]
    [InlineData("persistentvolumeclaims", Claim, null, "insufficient quota to consume: gold.storageclass.storage.k8s.io/persistentvolumeclaims,gold.storageclass.storage.k8s.io/requests.storage")]
    [InlineData("persistentvolumeclaims", Claim, GoldQuota, null)]
    [InlineData("pods", Pod, null, "insufficient quota to match these scopes: [{PriorityClass In [high]}]")]
    [InlineData("pods", Pod, """{"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]}}}""", null)]
    [InlineData("pods", """{"spec":{"containers":[]}}""", null, null)]
    public void What_is_limited_needs_a_quota_that_covers_it(string resource, string document, string? quota, string? expected)
    {
        var parsed = Asking.Parse(document);
        var rules = LimitedResource.ReadAll(Asking.Parse(Limited));
        Assert.Equal(expected, QuotaCover.WhyUncovered(rules, "", resource, parsed, QuotaUsage.Of("", resource, parsed), quota is null ? [] : [Asking.Parse(quota)]));
    }

    [Fact]
    public void A_quota_that_nobody_has_counted_for_refuses() => Assert.Equal(
        "status unknown for quota: q, resources: pods",
        QuotaDecision.WhyUnknown(Asking.Parse("""{"metadata":{"name":"q"},"status":{"hard":{"pods":"5"}}}"""), QuotaUsage.Of("", "pods", Asking.Parse(Pod))));

    [Fact]
    public void An_object_that_shrinks_adds_nothing() => Assert.Empty(QuotaDecision.Added(
        Asking.Parse("""{"status":{"hard":{"requests.storage":"5Gi"}}}"""),
        QuotaUsage.Of("", "persistentvolumeclaims", Asking.Parse("""{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}""")),
        QuotaUsage.Of("", "persistentvolumeclaims", Asking.Parse(Claim))));

    [Fact]
    public void Devices_count_by_their_class() => Assert.Equal("3", QuotaUsage.Of(
        "resource.k8s.io",
        "resourceclaims",
        Asking.Parse("""{"spec":{"devices":{"requests":[{"exactly":{"deviceClassName":"gpu","count":2}},{"firstAvailable":[{"deviceClassName":"gpu"},{"deviceClassName":"tpu"}]}]}}}"""))
        ["gpu.deviceclass.resource.k8s.io/devices"].ToString());
}
