using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Quota;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Certificates;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Bootstrap;
using KubeSharp.ApiServer.Bootstrap.LivingServers;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Hosting;
using KubeSharp.ApiServer.Hosting.InMemory;
using KubeSharp.ApiServer.Hosting.Tls;
using KubeSharp.ApiServer.Kubelet;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Requests.Filters;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Routing;
using KubeSharp.ApiServer.Storage;
using KubeSharp.ApiServer.Storage.Encryption;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.ApiServer.Writing;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer;

/// <summary>The API server: the only part of a cluster that touches the store. Here it is put together; nothing is decided here.</summary>
/// <remarks>The store is the caller's: it is not closed with the server.</remarks>
public sealed partial class ApiServerComponent : IAsyncDisposable
{
    private readonly ApiServerOptions options;
    private readonly ILogger<ApiServerComponent> logger;
    private readonly InMemoryTransport inMemory = new();
    private readonly CachedReader reader;
    private readonly CachedObjectLister lister = new();
    private readonly AccessControl access;
    private readonly KubeletConnections kubelets;
    private readonly WebhookCaller webhooks;
    private readonly AuditSink? audit;
    private readonly KestrelHost host;
    private readonly ServerCore core;
    private readonly CustomResourceController definitions;
    private readonly RemoteApis remoteApis = new();
    private readonly WebhookConnections remoteConnections;
    private readonly ApiServiceController apiServices;
    private readonly ServiceAllocator services;
    private readonly OwnWrites writes;
    private readonly SystemObjects system;
    private readonly KubernetesServiceLoop kubernetesService;
    private readonly EncryptionAtRest encryption;
    private readonly FlowController? flow;
    private readonly CancellationTokenSource stopping = new();
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private volatile bool ready;

    /// <summary>Puts the server together; nothing runs yet.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="loggers">Where faults are named.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="ArgumentException">An option has a value that makes no sense.</exception>
    public ApiServerComponent(ApiServerOptions options, IStore store, ILoggerFactory loggers, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        encryption = new EncryptionAtRest(options.EncryptionProviderConfig, options.EncryptionProviderConfigAutomaticReload, time, loggers);
        store = StoredValues.Wrap(store, encryption.Values);
        this.loggers = loggers;
        logger = loggers.CreateLogger<ApiServerComponent>();
        services = new ServiceAllocator(options);
        LivingServersBuilder.Check(options, services.Ranges);
        var strategies = ResourceStrategies.Create(new StrategyServices { Options = options, Time = time, Objects = lister, Services = services });
        var registry = new ResourceRegistry(SchemaRegistry.Kubernetes, strategies);
        reader = new CachedReader(store, time, loggers);
        lister.Connect(registry, reader);
        var connections = new WebhookConnections(new ServiceResolver(lister, options.EnableAggregatorRouting), time, () => inMemory.Connect(UserInfo.Loopback));
        webhooks = new WebhookCaller(connections);
        audit = AuditSink.Create(options.Audit, webhooks, time, loggers);
        var chains = new PresentedChains();
        access = new AccessControl(new AccessServices(options, lister, connections, webhooks, chains, loggers, time));
        var objects = new ObjectStore(store, reader);
        var deleter = new ObjectDeleter(store);
        var fields = new FieldManagers(time);
        writes = new OwnWrites(registry, objects, deleter, fields, time);
        services.Connect(store, lister, writes);
        var seats = options.MaxRequestsInflight + options.MaxMutatingRequestsInflight;
        // Without any limit there is nothing to divide.
        flow = options.EnablePriorityAndFairness && seats > 0 ? new FlowController(seats, time) : null;
        flow?.Follow(lister);
        core = new ServerCore
        {
            Options = options,
            Registry = registry,
            Reader = new ViewingReader(reader),
            Objects = objects,
            Deleter = deleter,
            Admission = AdmissionPlugins.Create(new AdmissionServices
            {
                Options = options,
                Objects = lister,
                Registry = registry,
                Authorizer = access.Authorizer,
                Rbac = access.Rbac,
                Ledger = new QuotaLedger(objects, registry, time),
                Maker = new ObjectMaker(objects, registry, time),
                Webhooks = webhooks,
                Time = time,
                Loggers = loggers,
            }),
            Authorizer = access.Authorizer,
            Fields = fields,
            Webhooks = webhooks,
            Time = time,
        };
        system = new SystemObjects(writes);
        kubernetesService = LivingServersBuilder.Build(options, store, services.Ranges, system, writes, loggers, time);
        definitions = new CustomResourceController(core, lister, reader, loggers.CreateLogger<CustomResourceController>());
        var metrics = new RequestMetrics();
        kubelets = new KubeletConnections(options, time, loggers);
        var subresources = SubresourceCatalog.Build(kubelets, store);
        AccessResources.Register(subresources, access, options, lister, time);
        remoteConnections = new WebhookConnections(
            new ServiceResolver(lister, options.EnableAggregatorRouting), time, filter: static stream => new HeaderLinesStream(stream));
        var identity = new ProxyIdentity(options, time);
        var proxy = new AggregationProxy(remoteApis, remoteConnections, identity);
        apiServices = new ApiServiceController(
            registry, remoteApis, new RemoteClient(remoteConnections, identity), identity, lister, writes, time, loggers.CreateLogger<ApiServiceController>());
        var dispatcher = new Dispatcher(new ResourceRouter(core, subresources), Paths(proxy, registry, metrics, store), remoteApis, proxy);
        var pipeline = RequestChain.Build(options, access, audit, dispatcher, metrics, Fairness(registry), time, loggers, stopping.Token);
        host = new KestrelHost(options, inMemory, ServingTls.Create(options, chains, time, loggers), loggers, pipeline.HandleAsync);
    }

    /// <summary>The port of the TLS endpoint; -1 if there is none.</summary>
    public int Port => host.Port;

    /// <summary>Starts, serves until <paramref name="cancellationToken"/> ends, and stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync(CancellationToken.None);
    }

    /// <summary>Opens the endpoints and makes the objects that every cluster has. When this returns the server is ready.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await access.Synced.WaitAsync(cancellationToken);
        await core.Admission.Synced.WaitAsync(cancellationToken);
        await system.EnsureAsync(cancellationToken);
        var range = new DefaultServiceCidrLoop(new DefaultServiceCidr(core, writes), lister, time, loggers.CreateLogger<DefaultServiceCidrLoop>());
        await range.StartAsync(cancellationToken);
        _ = range.RunAsync(stopping.Token);
        await new LegacyTokenTracking(system, time).EnsureAsync(cancellationToken);
        var legacy = new LegacyTokenUse(writes, time);
        access.LegacyTokenUse = legacy;
        _ = legacy.RunAsync(stopping.Token);
        if (access.Rbac is not null) await new RbacObjects(core, lister, access).EnsureAsync(cancellationToken);
        _ = definitions.RunAsync(stopping.Token);
        await definitions.Synced.WaitAsync(cancellationToken);
        if (flow is not null)
        {
            var maintenance = new FlowControlMaintenance(flow, lister, writes, time, loggers.CreateLogger<FlowControlMaintenance>());
            await maintenance.StartAsync(cancellationToken);
            _ = maintenance.RunAsync(stopping.Token);
        }

        var repair = new ServiceRepairLoop(services, lister, writes, time, loggers.CreateLogger<ServiceRepairLoop>());
        await repair.StartAsync(cancellationToken);
        _ = repair.RunAsync(stopping.Token);
        await kubernetesService.PrepareAsync(options.SecurePort, cancellationToken);
        await host.StartAsync(cancellationToken);
        var extension = ExtensionAuthentication.Of(options);
        await system.EnsureAsync("", "configmaps", extension, present => ExtensionAuthentication.Reconcile(present, extension), cancellationToken);
        _ = apiServices.RunAsync(stopping.Token);
        ready = true;
        await kubernetesService.EnterAsync(host.Port, cancellationToken);
        _ = new IdentityLeaseLoop(lister, writes, time, loggers.CreateLogger<IdentityLeaseLoop>()).RunAsync(stopping.Token);
        LogServing(options.BindAddress, host.Port);
    }

    /// <summary>Stops taking requests, ends watches and streams, and lets the rest finish.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        ready = false;
        await kubernetesService.LeaveAsync(host.Port);
        if (options.ShutdownDelay > TimeSpan.Zero) await Task.Delay(options.ShutdownDelay, time, cancellationToken);
        await stopping.CancelAsync();
        await host.StopAsync(cancellationToken);
    }

    /// <summary>
    /// A way to this server without sockets and TLS, for components in the same process. Everything sent through it comes from <paramref name="user"/>; any
    /// <c>http</c> URL reaches the server. Dispose of it to close its connections.
    /// </summary>
    public HttpMessageHandler CreateHandler(UserInfo user) => new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        ConnectCallback = (_, _) => new ValueTask<Stream>(inMemory.Connect(user)),
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested) await StopAsync();
        await host.DisposeAsync();
        if (audit is not null) await audit.DisposeAsync();
        access.Dispose();
        kubelets.Dispose();
        services.Dispose();
        kubernetesService.Dispose();
        flow?.Dispose();
        webhooks.Dispose();
        remoteConnections.Dispose();
        await reader.DisposeAsync();
        encryption.Dispose();
        stopping.Dispose();
    }

    private PathRouter Paths(AggregationProxy proxy, ResourceRegistry registry, RequestMetrics metrics, IStore store)
    {
        PathRouter? router = null;
        var checks = HealthChecks.Build(
            store,
            () => access.Synced.IsCompletedSuccessfully,
            () => ready,
            () => stopping.IsCancellationRequested,
            flow is not null,
            access.Rbac is not null,
            encryption.Checks(),
            options.EncryptionProviderConfigAutomaticReload);
        return router = new PathRouter(
        [
            new DiscoveryEndpoints(registry, remoteApis, () => $"{options.AdvertiseAddress ?? options.BindAddress}:{host.Port}"),
            new HealthEndpoints(checks),
            new VersionEndpoint(),
            new OpenApiEndpoints(registry, remoteApis, proxy),
            .. OpenId(),
            new MetricsEndpoint(MetricsSources(registry, metrics, store, checks)),
            .. flow is null ? (IEnumerable<IPathHandler>)[] : [new FlowControlDebugEndpoint(flow, time)],
            new ZPages(options, time),
            new ProfilingEndpoint(),
            new IndexEndpoint(() => router!.Paths),
        ]);
    }

    private IReadOnlyList<IMetricsSource> MetricsSources(ResourceRegistry registry, RequestMetrics metrics, IStore store, IReadOnlyList<HealthCheck> checks) =>
    [
        metrics,
        .. flow is null ? (IEnumerable<IMetricsSource>)[] : [new FlowControlMetrics(flow)],
        .. audit is null ? (IEnumerable<IMetricsSource>)[] : [audit.Metrics],
        new StorageMetrics(registry, reader, store),
        .. encryption.Configured ? (IEnumerable<IMetricsSource>)[encryption.Metrics] : [],
        new ProcessMetrics(time),
        new HealthMetrics(checks),
    ];

    private PriorityAndFairnessFilter? Fairness(ResourceRegistry registry) => flow is null
        ? null
        : new PriorityAndFairnessFilter(flow, new WorkEstimator(new CachedWorkFacts(registry, reader)), time, options.RequestTimeout / 4);

    private IEnumerable<IPathHandler> OpenId()
    {
        if (access.TokenKeys.Count == 0) return [];
        var host = options.ExternalHostname ?? (options.AdvertiseAddress ?? options.BindAddress).ToString();
        var keys = options.ServiceAccountJwksUri ?? $"https://{host}:{options.SecurePort}{OpenIdDocuments.KeysPath}";
        return [new OpenIdEndpoint(new OpenIdDocuments(options.ServiceAccountIssuers[0], keys, access.TokenKeys))];
    }


    [LoggerMessage(Level = LogLevel.Information, Message = "Serving securely on {Address}:{Port}")]
    private partial void LogServing(System.Net.IPAddress address, int port);
}
