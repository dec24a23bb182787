using k8s;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.EndToEnd.Harness;

/// <summary>Two API servers on one etcd, as in a cluster without a single point of failure; and a client for each. They leave nothing behind.</summary>
public class TwoApiServers : IAsyncLifetime
{
    /// <summary>The address that the first server gives as its own.</summary>
    public const string FirstAddress = "192.0.2.10";

    /// <summary>The address that the second server gives as its own.</summary>
    public const string SecondAddress = "192.0.2.11";

    private readonly string[] _flags;
    private List<EtcdProcess> _members = [];

    /// <summary>Servers with the usual flags.</summary>
    public TwoApiServers()
        : this([])
    {
    }

    /// <summary>Servers with more flags.</summary>
    private protected TwoApiServers(params string[] flags) => _flags = flags;

    /// <summary>The one.</summary>
    public LoneApiServer First { get; private set; } = null!;

    /// <summary>The other.</summary>
    public LoneApiServer Second { get; private set; } = null!;

    /// <summary>The administrator at the first.</summary>
    public Kubernetes One { get; private set; } = null!;

    /// <summary>The administrator at the second.</summary>
    public Kubernetes Two { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _members = EtcdProcess.Start(1);
        var etcd = _members[0].Address.OriginalString;
        First = new LoneApiServer(["--etcd-servers", etcd, "--advertise-address", FirstAddress, .. _flags]);
        Second = new LoneApiServer(["--etcd-servers", etcd, "--advertise-address", SecondAddress, .. _flags]);
        // At once: both make the objects that every cluster has.
        await Task.WhenAll(First.InitializeAsync().AsTask(), Second.InitializeAsync().AsTask());
        One = Client(First);
        Two = Client(Second);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        One?.Dispose();
        Two?.Dispose();
        if (First is not null) await First.DisposeAsync();
        if (Second is not null) await Second.DisposeAsync();
        foreach (var member in _members) await member.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The client of one of the two, in turn.</summary>
    internal Kubernetes Either(int turn) => turn % 2 == 0 ? One : Two;

    private static Kubernetes Client(LoneApiServer server) => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.Kubeconfig));
}
