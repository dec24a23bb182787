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
    private const string Events = "/registry/events/";

    public static Command Create() => new("datastore", "Move what a cluster keeps from one store to another.") { Migrate() };

    private static Command Migrate()
    {
        var dataDir = CommonOptions.DataDir();
        EtcdFlags etcd = new();
        Option<string> to = new("--to") { Description = "Where everything goes: etcd or embedded.", Required = true };
        to.AcceptOnlyFromAmong("etcd", "embedded");
        var eventTtl = Durations.Option("--event-ttl", "Life of the events that are copied.", "1h");
        Command command = new("migrate", "Copy everything from the embedded store to etcd or back; no API server may be running.") { dataDir, to, eventTtl };
        foreach (var option in etcd.All)
            command.Options.Add(option);
        command.SetAction(async (result, cancellationToken) =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            var options = etcd.Read(result) ?? throw new UserError("say where etcd is with --etcd-servers");
            try
            {
                var toEtcd = result.GetValue(to) == "etcd";
                if (toEtcd && !Directory.Exists(paths.Store)) throw new UserError($"there is no embedded store at {paths.Store}");
                long copied;
                await using (IStore embedded = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = paths.Store }, cancellationToken))
                await using (IStore remote = await EtcdStores.OpenAsync(options with { CompactionInterval = TimeSpan.Zero }, cancellationToken))
                {
                    var (source, target) = toEtcd ? (embedded, remote) : (remote, embedded);
                    var life = result.GetValue(eventTtl);
                    copied = await StoreMigration.CopyAsync(
                        source, target, "/registry/", key => key.StartsWith(Events, StringComparison.Ordinal) ? life : null, cancellationToken);
                }

                if (!toEtcd) StoreSnapshots.MoveOn(paths.Store);
                Console.WriteLine($"{copied} objects are in {(toEtcd ? "etcd; start the server with the same --etcd-* flags" : "the embedded store; start the server without --etcd-servers")}");
            }
            catch (StoreException e)
            {
                throw new UserError(e.Message, e);
            }
        });
        return command;
    }
}
