using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission.Plugins;

/// <summary>When the cache is believed about a namespace, and when the store is asked.</summary>
public sealed class NamespaceLifecycleTests
{
    private readonly SettableTime time = new();
    private readonly FakeObjects cached = new();
    private readonly FakeObjects stored = new();
    private readonly TrailingLister lister;
    private readonly NamespaceLifecycle plugin;

    public NamespaceLifecycleTests()
    {
        lister = new TrailingLister(cached, stored);
        plugin = new NamespaceLifecycle(lister, time);
        Set(cached, "ns", "Active");
        Set(stored, "ns", "Active");
    }

    [Fact]
    public async Task A_namespace_that_the_cache_knows_is_not_asked_for_again()
    {
        Assert.Null(await AskAsync(AdmissionOperation.Create));
        Assert.Equal(0, lister.Asked);
    }

    [Fact]
    public async Task A_namespace_that_was_deleted_here_a_moment_ago_is_asked_for()
    {
        await DeleteAsync("ns");
        Set(stored, "ns", "Terminating");
        var refused = await AskAsync(AdmissionOperation.Create);
        Assert.Equal((StatusReason.Forbidden, CauseType.NamespaceTerminating), (refused!.Reason, refused.Details!.Causes[0].Reason));
        Assert.Equal(1, lister.Asked);
    }

    [Fact]
    public async Task Of_a_deletion_long_ago_the_cache_knows()
    {
        await DeleteAsync("ns");
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await AskAsync(AdmissionOperation.Create));
        Assert.Equal(0, lister.Asked);
    }

    [Fact]
    public async Task A_namespace_that_the_cache_does_not_know_yet_is_asked_for()
    {
        cached.Delete("", "namespaces", "", "ns");
        Assert.Null(await AskAsync(AdmissionOperation.Create));
        Assert.Null(await AskAsync(AdmissionOperation.Update));
        Assert.Equal(2, lister.Asked);
        stored.Delete("", "namespaces", "", "ns");
        Assert.Equal(StatusReason.NotFound, (await AskAsync(AdmissionOperation.Create))!.Reason);
    }

    [Fact]
    public async Task The_namespaces_of_the_system_stay()
    {
        Assert.Equal(StatusReason.Forbidden, (await DeleteAsync("kube-system"))!.Reason);
    }

    private static void Set(FakeObjects objects, string name, string phase) =>
        objects.Set("", "namespaces", $$$"""{"kind":"Namespace","metadata":{"name":"{{{name}}}"},"status":{"phase":"{{{phase}}}"}}""");

    private ValueTask<StatusError?> AskAsync(AdmissionOperation operation)
    {
        const string document = """{"kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}}""";
        return plugin.AdmitAsync(Asking.About("configmaps", document, operation == AdmissionOperation.Update ? document : null), TestContext.Current.CancellationToken);
    }

    private ValueTask<StatusError?> DeleteAsync(string name) => plugin.AdmitAsync(
        new AdmissionAttributes
        {
            Operation = AdmissionOperation.Delete,
            Kind = new GroupVersionKind("", "v1", "Namespace"),
            Resource = new GroupVersionResource("", "v1", "namespaces"),
            Name = name,
            User = TestServer.Administrator,
            AddWarning = static _ => { },
        },
        TestContext.Current.CancellationToken);

    private sealed class TrailingLister(FakeObjects cached, FakeObjects stored) : IObjectLister
    {
        public int Asked { get; private set; }

        public JsonObject? Get(string group, string resource, string @namespace, string name) => cached.Get(group, resource, @namespace, name);

        public ValueTask<JsonObject?> GetLatestAsync(string group, string resource, string @namespace, string name, CancellationToken cancellationToken)
        {
            Asked++;
            return stored.GetLatestAsync(group, resource, @namespace, name, cancellationToken);
        }

        public IReadOnlyList<JsonObject> List(string group, string resource, string @namespace = "") => cached.List(group, resource, @namespace);

        public IDisposable Observe(string group, string resource, IObjectObserver observer) => cached.Observe(group, resource, observer);
    }
}
