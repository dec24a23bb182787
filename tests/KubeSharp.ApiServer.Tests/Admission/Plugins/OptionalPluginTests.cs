using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission.Plugins;

/// <summary>Plug-ins that are off unless the command line names them.</summary>
public sealed class OptionalPluginTests
{
    private const string Pod = """{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    [Fact]
    public async Task AlwaysPullImages_makes_every_container_and_image_volume_pull()
    {
        var question = Asking.About("pods", """{"spec":{"containers":[{"image":"a"}],"initContainers":[{"image":"b","imagePullPolicy":"Never"}],"volumes":[{"image":{"reference":"v"}}]}}""");
        Assert.Null(await new AlwaysPullImages().AdmitAsync(question, default));
        Assert.Equal(
            """{"containers":[{"image":"a","imagePullPolicy":"Always"}],"initContainers":[{"image":"b","imagePullPolicy":"Always"}],"volumes":[{"image":{"reference":"v","pullPolicy":"Always"}}]}""",
            question.Object!.GetObject("spec")!.ToString());
        Assert.Null(await new AlwaysPullImages().ValidateAsync(question, default));
    }

    [Fact]
    public async Task AlwaysPullImages_refuses_other_policies_but_leaves_updates_without_new_images_alone()
    {
        const string Never = """{"metadata":{"name":"p"},"spec":{"containers":[{"image":"a","imagePullPolicy":"Never"}]}}""";
        var refusal = await new AlwaysPullImages().ValidateAsync(Asking.About("pods", Never), default);
        Assert.Equal(
            "pods \"p\" is forbidden: spec.containers[0].imagePullPolicy: Unsupported value: \"Never\": supported values: \"Always\"", refusal?.Message);
        Assert.Null(await new AlwaysPullImages().ValidateAsync(Asking.About("pods", Never, Never), default));
    }

    [Fact]
    public async Task LimitPodHardAntiAffinityTopology_allows_host_names_only()
    {
        var question = Asking.About("pods", """
            {"metadata":{"name":"p"},"spec":{"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone"}]}}}}
            """);
        var refusal = await new LimitPodHardAntiAffinityTopology().ValidateAsync(question, default);
        Assert.Equal(
            "pods \"p\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed",
            refusal?.Message);
    }

    [Theory]
    [InlineData("""["1.1.1.1"]""", null, false)]
    [InlineData("""["1.1.1.1"]""", """["1.1.1.1","2.2.2.2"]""", true)]
    [InlineData("[]", null, true)]
    public async Task DenyServiceExternalIPs_lets_addresses_go_but_not_come(string now, string? before, bool allowed)
    {
        var question = Asking.About("services", Service(now), before is null ? null : Service(before));
        Assert.Equal(allowed, await new DenyServiceExternalIPs().ValidateAsync(question, default) is null);

        static string Service(string addresses) => $$$"""{"kind":"Service","spec":{"externalIPs":{{{addresses}}}}}""";
    }

    [Fact]
    public async Task ExtendedResourceToleration_tolerates_the_taint_of_special_hardware()
    {
        var question = Asking.About("pods", """{"spec":{"containers":[{"resources":{"requests":{"cpu":"1","example.com/gpu":"1"}}}]}}""");
        await new ExtendedResourceToleration().AdmitAsync(question, default);
        Assert.Equal("""[{"key":"example.com/gpu","operator":"Exists","effect":"NoSchedule"}]""", question.Object!.FindArray("spec", "tolerations")!.ToString());
    }

    [Theory]
    [InlineData("env=test", """{"disk":"ssd"}""", """{"disk":"ssd","env":"test"}""", null)]
    [InlineData("env=test", """{"env":"prod"}""", null, "pod node label selector conflicts with its namespace node label selector")]
    [InlineData(null, "{}", """{"zone":"a"}""", null)]
    public async Task PodNodeSelector_adds_what_the_namespace_asks_for(string? annotation, string selector, string? expected, string? why)
    {
        var objects = Namespace(annotation is null ? "{}" : $$"""{"scheduler.alpha.kubernetes.io/node-selector":"{{annotation}}"}""");
        var settings = Asking.Parse("""{"podNodeSelectorPluginConfig":{"clusterDefaultNodeSelector":"zone=a"}}""");
        var question = Asking.About("pods", $$$"""{"metadata":{"name":"p"},"spec":{"nodeSelector":{{{selector}}}}}""");
        var refusal = await new PodNodeSelector(objects, settings).AdmitAsync(question, default);
        Assert.Equal(why is null ? null : $"pods \"p\" is forbidden: {why}", refusal?.Message);
        if (expected is not null) Assert.Equal(expected, question.Object!.FindObject("spec", "nodeSelector")!.ToString());
    }

    [Theory]
    [InlineData("""[{"key":"a","operator":"Exists"}]""", null)]
    [InlineData("""[{"key":"b","operator":"Exists"}]""", "pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist")]
    public async Task PodTolerationRestriction_merges_defaults_and_holds_the_result_against_the_whitelist(string defaults, string? why)
    {
        var objects = Namespace($$"""
            {"scheduler.alpha.kubernetes.io/defaultTolerations":{{new JsonString(defaults)}},
             "scheduler.alpha.kubernetes.io/tolerationsWhitelist":"[{\"key\":\"a\",\"operator\":\"Exists\"}]"}
            """);
        var question = Asking.About("pods", Pod);
        var refusal = await new PodTolerationRestriction(objects, null).AdmitAsync(question, default);
        Assert.Equal(why is null ? null : $"pods \"p\" is forbidden: {why}", refusal?.Message);
        Assert.Equal(defaults, question.Object!.FindArray("spec", "tolerations")!.ToString());
    }

    [Fact]
    public async Task EventRateLimit_refuses_what_comes_too_fast_and_forgets_with_time()
    {
        var time = new SettableTime();
        var plugin = new EventRateLimit(Asking.Parse("""{"limits":[{"type":"Namespace","qps":1,"burst":2}]}"""), time);
        Assert.Null(await AskAsync());
        Assert.Null(await AskAsync());
        var refusal = await AskAsync();
        Assert.Equal((429, "Too many requests: limit reached on type Namespace for key ns"), (refusal!.Code, refusal.Message));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await AskAsync());

        async Task<StatusError?> AskAsync() => await plugin.ValidateAsync(Asking.About("events", """{"kind":"Event"}"""), default);
    }

    [Fact]
    public async Task AlwaysDeny_refuses_everything() => Assert.Equal(
        "pods \"p\" is forbidden: admission control is denying all modifications",
        (await new AlwaysDeny().ValidateAsync(Asking.About("pods", Pod), default))?.Message);

    [Fact]
    public async Task NamespaceExists_wants_the_namespace() =>
        Assert.Equal("namespaces \"ns\" not found", (await new NamespaceExists(new FakeObjects()).ValidateAsync(Asking.About("pods", Pod), default))?.Message);

    [Fact]
    public async Task NamespaceAutoProvision_makes_the_namespace_of_what_is_created()
    {
        await using var server = await TestServer.StartAsync((options, _) => options with { EnableAdmissionPlugins = ["NamespaceAutoProvision"] });
        using var body = new StringContent("""{"metadata":{"name":"a"}}""", System.Text.Encoding.UTF8, "application/json");
        using var created = await server.Http.PostAsync(new Uri("/api/v1/namespaces/fresh/configmaps", UriKind.Relative), body);
        Assert.Equal(201, (int)created.StatusCode);
        using var found = await server.Http.GetAsync(new Uri("/api/v1/namespaces/fresh", UriKind.Relative));
        Assert.Equal(200, (int)found.StatusCode);
    }

    [Theory]
    [InlineData("Nope", "", "enable-admission-plugins plugin \"Nope\" is unknown")]
    [InlineData("", "Nope", "disable-admission-plugins plugin \"Nope\" is unknown")]
    [InlineData("PodSecurity", "PodSecurity", "[PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped")]
    public async Task Flags_refuse_names_that_nobody_has_and_names_in_both(string enable, string disable, string message)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync((options, _) => options with
        {
            EnableAdmissionPlugins = enable.Length == 0 ? [] : [enable],
            DisableAdmissionPlugins = disable.Length == 0 ? [] : [disable],
        }));
        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void The_configuration_file_holds_the_settings_of_plugins()
    {
        var configuration = AdmissionConfiguration.Parse(
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: PodSecurity
              configuration: {defaults: {enforce: baseline}}
            """,
            "/");
        Assert.Equal("baseline", configuration.For("PodSecurity")?.FindString("defaults", "enforce"));
        Assert.Null(configuration.For("Other"));
        Assert.Throws<ArgumentException>(() => AdmissionConfiguration.Parse("kind: Other", "/"));
    }

    private static FakeObjects Namespace(string annotations) =>
        new FakeObjects().Set("", "namespaces", $$$"""{"metadata":{"name":"ns","annotations":{{{annotations}}}}}""");
}
