using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.PodSecurity;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class PodSecurityTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"c","securityContext":{"privileged":true}}],"hostNetwork":true}""", "host namespaces (hostNetwork=true), privileged (container \"c\" must not set securityContext.privileged=true)")]
    [InlineData("""{"containers":[{"name":"c"}],"volumes":[{"name":"h","hostPath":{"path":"/"}}]}""", "hostPath volumes (volume \"h\")")]
    [InlineData("""{"containers":[{"name":"c","ports":[{"hostPort":80},{"hostPort":80}]},{"name":"d","ports":[{"hostPort":81}]}]}""", "hostPort (containers \"c\", \"d\" use hostPorts 80, 81)")]
    [InlineData("""{"containers":[{"name":"c","securityContext":{"capabilities":{"add":["SYS_ADMIN","NET_BIND_SERVICE"]}}}]}""", "non-default capabilities (container \"c\" must not include \"SYS_ADMIN\" in securityContext.capabilities.add)")]
    [InlineData("""{"containers":[{"name":"c"}],"securityContext":{"sysctls":[{"name":"kernel.msgmax"}]}}""", "forbidden sysctls (kernel.msgmax)")]
    [InlineData("""{"containers":[{"name":"c"}],"securityContext":{"seccompProfile":{"type":"Unconfined"}}}""", "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [InlineData("""{"containers":[{"name":"c"}],"securityContext":{"seLinuxOptions":{"type":"odd_t","user":"u"}}}""", "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"odd_t\"; user may not be set)")]
    [InlineData("""{"containers":[{"name":"c"}],"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}""", "forbidden AppArmor profile (pod must not set AppArmor profile type to \"Unconfined\")")]
    [InlineData("""{"containers":[{"name":"c","livenessProbe":{"httpGet":{"port":1,"host":"evil"}}}]}""", "probe or lifecycle host (container \"c\" uses probe or lifecycle host \"evil\")")]
    [InlineData("""{"containers":[{"name":"c","securityContext":{"procMount":"Unmasked"}}],"hostUsers":false}""", "")]
    [InlineData("""{"containers":[{"name":"c"}]}""", "")]
    public void Baseline_words_what_it_forbids(string spec, string expected) => Assert.Equal(expected, Evaluate("baseline", "latest", spec));

    [Theory]
    [InlineData("""{"containers":[{"name":"c"}]}""", "allowPrivilegeEscalation != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"c\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")")]
    [InlineData("""{"containers":[{"name":"c","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"procMount":"Unmasked"}}],"hostUsers":false,"securityContext":{"runAsNonRoot":true,"runAsUser":0,"seccompProfile":{"type":"RuntimeDefault"}},"volumes":[{"name":"h","hostPath":{}}]}""", "procMount (container \"c\" must not set securityContext.procMount to \"Unmasked\"), restricted volume types (volume \"h\" uses restricted volume type \"hostPath\"), runAsUser=0 (pod must not set runAsUser=0)")]
    public void Restricted_words_what_it_forbids(string spec, string expected) => Assert.Equal(expected, Evaluate("restricted", "latest", spec));

    [Theory]
    [InlineData("v1.0", true)]
    [InlineData("v1.36", true)]
    [InlineData("latest", true)]
    [InlineData("v9", false)]
    [InlineData("v1.x", false)]
    [InlineData("1.2", false)]
    [InlineData("v1.01", false)]
    public void A_version_is_latest_or_a_release(string text, bool valid) => Assert.Equal(valid, PodSecurityPolicy.TryParseVersion(text, out _));

    [Fact]
    public void A_wrong_label_is_a_fault_and_enforces_the_strictest()
    {
        ErrorList errors = new();
        var policies = NamespacePolicies.Read((JsonObject)JsonParser.Parse("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"odd"}}}"""), NamespacePolicies.None, errors);
        Assert.Equal("restricted:latest", policies.Enforce.ToString());
        Assert.Equal("metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"odd\": must be one of privileged, baseline, restricted", Assert.Single(errors).ToString());
    }

    private static string Evaluate(string level, string version, string spec)
    {
        Assert.True(PodSecurityPolicy.TryParseLevel(level, out var parsed) && PodSecurityPolicy.TryParseVersion(version, out var minor));
        Assert.True(PodSecurityPolicy.TryParseVersion(version, out minor));
        return string.Join(", ", PodSecurityEvaluator.Evaluate(new PodSecurityPolicy(parsed, minor), null, (JsonObject)JsonParser.Parse(spec)));
    }
}
