using KubeSharp.ApiServer.Admission.PodSecurity;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class PodSecurityPluginTests
{
    private const string Privileged = """{"metadata":{"name":"p"},"spec":{"runtimeClassName":"kata","containers":[{"name":"c","securityContext":{"privileged":true}}]}}""";

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"defaults":{"enforce":"baseline"}}""", false)]
    [InlineData("""{"defaults":{"enforce":"baseline"},"exemptions":{"namespaces":["ns"]}}""", true)]
    [InlineData("""{"defaults":{"enforce":"baseline"},"exemptions":{"usernames":["admin"]}}""", true)]
    [InlineData("""{"defaults":{"enforce":"baseline"},"exemptions":{"runtimeClasses":["kata"]}}""", true)]
    [InlineData("""{"defaults":{"enforce":"baseline"},"exemptions":{"namespaces":["other"]}}""", false)]
    public async Task Defaults_and_exemptions_come_from_the_configuration(string settings, bool allowed)
    {
        var plugin = new PodSecurity(Namespace("{}"), Asking.Parse(settings));
        Assert.Equal(allowed, await plugin.ValidateAsync(Asking.About("pods", Privileged), default) is null);
    }

    [Fact]
    public void A_default_that_is_no_level_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PodSecurity(new FakeObjects(), Asking.Parse("""{"defaults":{"enforce":"odd"}}""")));

    [Fact]
    public async Task Who_is_refused_is_not_warned_as_well()
    {
        List<string> warnings = [];
        var plugin = new PodSecurity(Namespace("""{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"restricted"}"""));
        Assert.NotNull(await plugin.ValidateAsync(Asking.About("pods", Privileged, warnings: warnings), default));
        Assert.Empty(warnings);
    }

    private static FakeObjects Namespace(string labels) => new FakeObjects().Set("", "namespaces", $$$"""{"metadata":{"name":"ns","labels":{{{labels}}}}}""");
}
