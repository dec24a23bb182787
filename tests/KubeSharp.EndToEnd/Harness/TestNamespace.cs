namespace KubeSharp.EndToEnd.Harness;

/// <summary>A Kubernetes namespace that goes with the test that made it.</summary>
public sealed class TestNamespace(TestCluster cluster, string name) : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Runs kubectl in this namespace and expects success; returns what it printed.</summary>
    public async Task<string> KubectlAsync(params string[] arguments) =>
        (await cluster.KubectlAsync(["-n", name, .. arguments])).Succeeded();

    /// <summary>Runs kubectl in this namespace, whatever its end.</summary>
    public Task<CommandResult> TryKubectlAsync(params string[] arguments) => cluster.KubectlAsync(["-n", name, .. arguments]);

    /// <summary>Applies a manifest.</summary>
    public async Task<string> ApplyAsync(string yaml) =>
        (await cluster.KubectlAsync(["-n", name, "apply", "-f", "-"], yaml)).Succeeded();

    /// <summary>One value of one object.</summary>
    public Task<string> GetAsync(string what, string jsonPath) => cluster.JsonPathAsync($"-n {name} get {what}", jsonPath);

    /// <summary>Waits until a value of an object is what a test needs.</summary>
    public Task<string> BecomesAsync(string what, string jsonPath, Func<string, bool> holds) =>
        Eventually.BecomesAsync($"{what} {jsonPath}", () => GetAsync(what, jsonPath), holds);

    /// <summary>Waits until a pod is Ready.</summary>
    public Task<string> PodIsReadyAsync(string pod) =>
        BecomesAsync($"pod {pod}", "{.status.conditions[?(@.type==\"Ready\")].status}", s => s == "True");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await cluster.KubectlAsync("delete", "namespace", name, "--wait=false");
}
