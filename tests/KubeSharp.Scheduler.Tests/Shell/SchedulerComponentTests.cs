using System.Text.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Scheduler.Tests.Shell;

public sealed class SchedulerComponentTests : IAsyncDisposable
{
    private readonly FakeApi api = new();
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly KubeClient client;
    private readonly InformerFactory informers;
    private Task running = Task.CompletedTask;

    public SchedulerComponentTests()
    {
        client = new KubeClient(new HttpMessageInvoker(api), new Uri("http://api.test"));
        informers = new InformerFactory(client);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await informers.DisposeAsync();
        client.Dispose();
        stop.Dispose();
        api.Dispose();
    }

    [Fact]
    public async Task Pod_without_a_node_is_bound_and_an_event_says_so()
    {
        api.Set(NewNode("n1", "4"));
        api.Set(NewPod("web", "1"));
        Start();
        var (_, path, body) = await api.NextAsync((method, p) => method == "POST" && p.EndsWith("/binding", StringComparison.Ordinal), stop.Token);
        Assert.Equal("/api/v1/namespaces/default/pods/web/binding", path);
        using var binding = JsonDocument.Parse(body);
        Assert.Equal("n1", binding.RootElement.GetProperty("target").GetProperty("name").GetString());
        Assert.Equal("Node", binding.RootElement.GetProperty("target").GetProperty("kind").GetString());

        var written = await api.NextAsync((_, p) => p.EndsWith("/events", StringComparison.Ordinal), stop.Token);
        Assert.Contains("Successfully assigned default/web to n1", written.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unschedulable_pod_says_why_and_is_bound_when_a_node_appears()
    {
        api.Set(NewNode("small", "1"));
        api.Set(NewPod("big", "2"));
        Start();
        var (_, path, body) = await api.NextAsync((method, p) => method == "PATCH" && p.EndsWith("/status", StringComparison.Ordinal), stop.Token);
        Assert.Equal("/api/v1/namespaces/default/pods/big/status", path);
        using var patch = JsonDocument.Parse(body);
        var condition = patch.RootElement.GetProperty("status").GetProperty("conditions")[0];
        Assert.Equal("PodScheduled", condition.GetProperty("type").GetString());
        Assert.Equal("False", condition.GetProperty("status").GetString());
        Assert.Equal("Unschedulable", condition.GetProperty("reason").GetString());
        Assert.Equal(
            "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            condition.GetProperty("message").GetString());

        api.Set(NewNode("large", "8"));
        var bound = await api.NextAsync((_, p) => p.EndsWith("/binding", StringComparison.Ordinal), stop.Token);
        Assert.Contains("\"name\":\"large\"", bound.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_binding_is_tried_again()
    {
        api.RefusedBindings["/api/v1/namespaces/default/pods/web/binding"] = true;
        api.Set(NewNode("n1", "4"));
        api.Set(NewPod("web", "1"));
        Start();
        await api.NextAsync((method, _) => method == "REFUSED", stop.Token);
        var (method, _, _) = await api.NextAsync((_, p) => p.EndsWith("/binding", StringComparison.Ordinal), stop.Token);
        Assert.Equal("POST", method);
    }

    private void Start()
    {
        var options = new SchedulerOptions { PodInitialBackoff = TimeSpan.FromMilliseconds(50), PodMaxBackoff = TimeSpan.FromMilliseconds(50) };
        running = new SchedulerComponent(options, client, informers, NullLoggerFactory.Instance).RunAsync(stop.Token);
    }

    private static Node NewNode(string name, string cpu)
    {
        var node = new Node();
        node.Metadata.Name = name;
        node.Metadata.Uid = "uid-" + name;
        node.Status.Allocatable = new()
        {
            ["cpu"] = Quantity.Parse(cpu),
            ["memory"] = Quantity.Parse("8Gi"),
            ["pods"] = Quantity.Parse("110"),
        };
        return node;
    }

    private static Pod NewPod(string name, string cpu)
    {
        var pod = new Pod();
        pod.Metadata.Namespace = "default";
        pod.Metadata.Name = name;
        pod.Metadata.Uid = "uid-" + name;
        var container = new Container { Name = "main" };
        container.Resources.Requests = new() { ["cpu"] = Quantity.Parse(cpu) };
        pod.Spec.Containers.Add(container);
        return pod;
    }
}
