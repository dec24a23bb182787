namespace KubeSharp.EndToEnd.Harness;

/// <summary>A network namespace with nothing but a loopback: what runs in it reaches no machine but this one.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<NetworkNamespace> CreateAsync()
    {
        NetworkNamespace created = new("kse2e-" + Guid.NewGuid().ToString("N")[..8]);
        (await Shell.RunAsync("ip", ["netns", "add", created.Name])).Succeeded();
        (await created.RunAsync("ip", ["link", "set", "lo", "up"])).Succeeded();
        return created;
    }

    /// <summary>Runs a program inside. <c>ip netns exec</c> would hide /sys/fs/cgroup; <c>nsenter</c> does not.</summary>
    public Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null) =>
        Shell.RunAsync("nsenter", [$"--net=/run/netns/{Name}", program, .. arguments], input, environment, limit);

    public async ValueTask DisposeAsync() => await Shell.RunAsync("ip", ["netns", "delete", Name]);
}
