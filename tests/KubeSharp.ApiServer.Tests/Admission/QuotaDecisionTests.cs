using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Admission.Quota;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class QuotaDecisionTests
{
    private const string Claim = """{"spec":{"storageClassName":"gold","resources":{"requests":{"storage":"2Gi"}}}}""";
    private const string Pod = """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"500m"},"limits":{"cpu":"1"}}},{"name":"b"}]}}""";

    [Theory]
    [InlineData("""{"persistentvolumeclaims":"2","requests.storage":"3Gi"}""", """{"requests.storage":"0"}""", null)]
    [InlineData("""{"requests.storage":"3Gi"}""", """{"requests.storage":"2Gi"}""", "exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=2Gi, limited: requests.storage=3Gi")]
    [InlineData("""{"gold.storageclass.storage.k8s.io/requests.storage":"1Gi"}""", "{}", "exceeded quota: q, requested: gold.storageclass.storage.k8s.io/requests.storage=2Gi, used: gold.storageclass.storage.k8s.io/requests.storage=0, limited: gold.storageclass.storage.k8s.io/requests.storage=1Gi")]
    [InlineData("""{"count/persistentvolumeclaims":"1"}""", """{"count/persistentvolumeclaims":"1"}""", "exceeded quota: q, requested: count/persistentvolumeclaims=1, used: count/persistentvolumeclaims=1, limited: count/persistentvolumeclaims=1")]
    [InlineData("""{"pods":"0"}""", "{}", null)]
    public void A_quota_refuses_what_goes_over_it(string hard, string used, string? expected)
    {
        var quota = Quota(hard, used);
        var added = QuotaDecision.Added(quota, QuotaUsage.Of("", "persistentvolumeclaims", Parse(Claim)), null);
        Assert.Equal(expected, QuotaDecision.WhyExceeded(quota, added));
    }

    [Fact]
    public void What_is_granted_is_added_to_what_is_used()
    {
        var quota = Quota("""{"requests.storage":"5Gi","persistentvolumeclaims":"3"}""", """{"requests.storage":"1Gi"}""");
        var charged = QuotaDecision.Charge(quota, QuotaDecision.Added(quota, QuotaUsage.Of("", "persistentvolumeclaims", Parse(Claim)), null));
        Assert.Equal("""{"requests.storage":"3Gi","persistentvolumeclaims":"1"}""", charged.Find("status", "used")!.ToString());
    }

    [Fact]
    public void A_quota_on_compute_wants_every_container_to_say_what_it_needs() =>
        Assert.Equal(
            "failed quota: q: must specify limits.cpu for: b; requests.cpu for: b; requests.memory for: a,b",
            QuotaDecision.WhyIncomplete(Quota("""{"limits.cpu":"1","requests.cpu":"1","requests.memory":"1","pods":"1"}""", "{}"), Parse(Pod)));

    [Theory]
    [InlineData("""{"spec":{"scopes":["BestEffort"]}}""", false)]
    [InlineData("""{"spec":{"scopes":["NotBestEffort","NotTerminating"]}}""", true)]
    [InlineData("""{"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]}}}""", false)]
    [InlineData("""{"spec":{}}""", true)]
    public void A_scope_picks_pods(string quota, bool matches) => Assert.Equal(matches, QuotaScopes.Match(Parse(quota), "pods", Parse(Pod)));

    [Theory]
    [InlineData("""{"limits":{"cpu":"5","memory":"512Mi"},"requests":{"cpu":"5"}}""", "maximum cpu usage per Container is 2, but limit is 5")]
    [InlineData("""{"limits":{"cpu":"50m"},"requests":{"cpu":"50m"}}""", "minimum cpu usage per Container is 100m, but request is 50m")]
    [InlineData("""{"limits":{"cpu":"2"},"requests":{"cpu":"200m"}}""", "cpu max limit to request ratio per Container is 4, but provided ratio is 10.000000")]
    [InlineData("""{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""", null)]
    public void A_limit_range_bounds_containers(string resources, string? expected)
    {
        var range = Parse("""{"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"100m"},"maxLimitRequestRatio":{"cpu":"4"}}]}}""");
        var faults = LimitRules.Check(range, Parse($$$"""{"containers":[{"name":"c","resources":{{{resources}}}}]}"""), isPod: true);
        Assert.Equal(expected is null ? [] : [expected], faults.Take(1));
    }

    [Fact]
    public void A_limit_range_fills_in_what_containers_leave_out_and_says_so()
    {
        var range = Parse("""{"spec":{"limits":[{"type":"Container","default":{"cpu":"500m"},"defaultRequest":{"cpu":"200m","memory":"64Mi"}}]}}""");
        var pod = Parse("""{"metadata":{},"spec":{"containers":[{"name":"c"}],"initContainers":[{"name":"i"}]}}""");
        LimitRanger.SetDefaults(pod, range);
        Assert.Equal(
            "LimitRanger plugin set: cpu, memory request for container c; cpu limit for container c; cpu, memory request for init container i; cpu limit for init container i",
            pod.FindString("metadata", "annotations", "kubernetes.io/limit-ranger"));
    }

    private static JsonObject Quota(string hard, string used) =>
        Parse($$$"""{"metadata":{"name":"q"},"status":{"hard":{{{hard}}},"used":{{{used}}}}}""");

    private static JsonObject Parse(string json) => (JsonObject)JsonParser.Parse(json);
}
