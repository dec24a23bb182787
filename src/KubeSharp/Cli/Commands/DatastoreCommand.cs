using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Snapshots;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp datastore migrate</c>: everything from the embedded store to etcd or back.</summary>
internal static class DatastoreCommand
{
    private const string Root = "/registry/";
    private const string Events = Root + "events/";
    private const long DefaultLift = 2_000_000;
    private const long SayEvery = 100_000;

    public static Command Create() => new("datastore", "Move what a cluster keeps from one store to another.") { Migrate() };

    private static Command Migrate()
    {
        var dataDir = CommonOptions.DataDir();
        EtcdFlags etcd = new();
        Option<string> to = new("--to") { Description = "Where everything goes: etcd or embedded.", Required = true };
        to.AcceptOnlyFromAmong("etcd", "embedded");
        var eventTtl = Durations.Option("--event-ttl", "Life of the events that are copied.", "1h");
        Option<long> lift = new("--lift-revision-limit")
        {
            Description = "The most empty writes that are made to lift etcd's revision above the embedded store's; a million take about a minute on a good disk.",
            DefaultValueFactory = _ => DefaultLift,
        };
        Command command = new("migrate", """
            Copy everything from the embedded store to etcd or back; no API server may be running.
            Clients remember revisions (resourceVersion), so those of the new store go on above those of the old one. etcd counts for itself and can only be
            moved on by writing: beyond --lift-revision-limit that is left out, and the command says which clients must be restarted.
            """)
        {
            dataDir, to, eventTtl, lift,
        };
        foreach (var option in etcd.All)
            command.Options.Add(option);
        command.SetAction(async (result, cancellationToken) =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            var options = etcd.Read(result) ?? throw new UserError("say where etcd is with --etcd-servers");
            try
            {
                await using IStore remote = await EtcdStores.OpenAsync(options with { CompactionInterval = TimeSpan.Zero }, cancellationToken);
                var life = result.GetValue(eventTtl);
                if (result.GetValue(to) == "etcd") await ToEtcdAsync(paths, remote, life, result.GetValue(lift), cancellationToken);
                else await ToEmbeddedAsync(paths, remote, life, cancellationToken);
            }
            catch (StoreException e)
            {
                throw new UserError(e.Message, e);
            }
        });
        return command;
    }

    private static async Task ToEtcdAsync(ClusterPaths paths, IStore remote, TimeSpan life, long limit, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(paths.Store)) throw new UserError($"there is no embedded store at {paths.Store}");
        await using var embedded = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = paths.Store }, cancellationToken);
        await StoreMigration.CheckEmptyAsync(remote, Root, cancellationToken);
        var goal = embedded.KnownRevision + 1;
        var writes = 0L;
        foreach (var part in remote.Parts) writes += Math.Max(0, goal - await part.GetCurrentRevisionAsync(cancellationToken));
        if (writes <= limit)
        {
            foreach (var part in remote.Parts) await LiftAsync(part, goal, cancellationToken);
        }

        var copied = await StoreMigration.CopyAsync(embedded, remote, Root, key => Life(key, life), cancellationToken);
        // Nothing from before can be watched from: whoever tries is told to list anew.
        foreach (var part in remote.Parts) await part.CompactAsync(await part.GetCurrentRevisionAsync(cancellationToken), cancellationToken);
        Console.WriteLine($"{copied} objects are in etcd; start the server with the same --etcd-* flags");
        if (writes <= limit) return;
        Console.WriteLine($"""
            Restart every client that watches the cluster, kubelets, controllers and operators too: etcd's revision is below the {goal - 1} that they have seen.
            A client that goes on from a revision that etcd has not reached yet gets nothing, and misses what happens until it is reached.
            Lifting etcd there would have taken {writes} writes, more than --lift-revision-limit {limit} allows.
            """);
    }

    private static async Task LiftAsync(IStore part, long goal, CancellationToken cancellationToken)
    {
        var said = await part.GetCurrentRevisionAsync(cancellationToken);
        if (said >= goal) return;
        Console.WriteLine($"lifting etcd's revision from {said} to {goal}, so that no client sees revisions go back");
        await StoreMigration.LiftAsync(part, Root, goal, new Said(reached =>
        {
            if (reached - said < SayEvery && reached < goal) return;
            said = reached;
            Console.WriteLine($"etcd's revision is {reached}");
        }), cancellationToken);
    }

    private static async Task ToEmbeddedAsync(ClusterPaths paths, IStore remote, TimeSpan life, CancellationToken cancellationToken)
    {
        EmbeddedStoreOptions options = new() { DataDirectory = paths.Store };
        await using (IStore embedded = await EmbeddedStore.OpenAsync(options, cancellationToken)) await StoreMigration.CheckEmptyAsync(embedded, Root, cancellationToken);
        // First, so that every object gets a revision that no client has seen.
        StoreSnapshots.MoveOn(paths.Store, await StoreMigration.HighestRevisionAsync(remote, cancellationToken));
        await using IStore target = await EmbeddedStore.OpenAsync(options, cancellationToken);
        var copied = await StoreMigration.CopyAsync(remote, target, Root, key => Life(key, life), cancellationToken);
        Console.WriteLine($"{copied} objects are in the embedded store; start the server without --etcd-servers");
    }

    private static TimeSpan? Life(string key, TimeSpan ofEvents) => key.StartsWith(Events, StringComparison.Ordinal) ? ofEvents : null;

    // Unlike Progress, tells at once and in order.
    private sealed class Said(Action<long> say) : IProgress<long>
    {
        public void Report(long value) => say(value);
    }
}
