using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Tests.Registry;

/// <summary>Differences of pods as upstream words them: the lines and where they stand.</summary>
public sealed class GoDiffTests
{
    private const string Spec = """
        {"containers":[{"name":"c","image":"img","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
        "imagePullPolicy":"Always"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default",
        "serviceAccount":"default","automountServiceAccountToken":false,"securityContext":{},"schedulerName":"default-scheduler","tolerations":[
        {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
        {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
        "priorityClassName":"p","priority":100,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"}
        """;

    private static readonly TypeSchema Pod = SchemaRegistry.Kubernetes.FindKind("", "v1", "Pod")!.Find("spec")!;

    [Fact]
    public void AChangedMemberIsShownWithThreeLinesAroundIt()
    {
        var (old, now) = (Parse(Spec), Parse(Spec));
        now.Set("priority", 1);
        Assert.Equal(
            """
            @@ -87,7 +87,7 @@
             ],
             "HostAliases": null,
             "PriorityClassName": "p",
            - "Priority": 100,
            + "Priority": 1,
             "PreemptionPolicy": "PreemptLowerPriority",
             "DNSConfig": null,
             "ReadinessGates": null,

            """.ReplaceLineEndings("\n").Replace("\n ]", "\n  ]", StringComparison.Ordinal).Replace("\n \"", "\n  \"", StringComparison.Ordinal),
            GoDiff.Of(old, now, Pod));
    }

    [Fact]
    public void EqualValuesHaveNoDifference() => Assert.Equal("", GoDiff.Of(Parse(Spec), Parse(Spec), Pod));

    [Fact]
    public void HostNamespacesStandInTheSecurityContext()
    {
        var shown = (JsonObject)GoStructs.Of(Parse("""{"hostPID":true,"containers":[]}"""), Pod);
        Assert.True(shown.GetObject("SecurityContext")!.GetBool("HostPID"));
        Assert.False(shown.Contains("HostPID"));
        Assert.IsType<JsonNull>(shown.GetObject("SecurityContext")!["HostUsers"]);
    }

    [Fact]
    public void SelectorsAndMetadataPrintAsOnTheWire()
    {
        var template = SchemaRegistry.Kubernetes.FindKind("batch", "v1", "Job")!.Find("spec", "template")!;
        var shown = GoStructs.Of(Parse("""{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}"""), template);
        Assert.StartsWith("""{"labels":{"a":"b"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":[],""", shown.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Parse(string json) => JsonParser.ParseObject(Encoding.UTF8.GetBytes(json));
}
