using System.CommandLine;
using System.Globalization;
using KubeSharp.Cluster;
using KubeSharp.Storage;
using KubeSharp.Storage.Snapshots;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp snapshot</c>: copies of the embedded store. Saving works while the server runs.</summary>
internal static class SnapshotCommand
{
    public static Command Create() => new("snapshot", "Save, list and restore copies of the embedded store.") { Save(), List(), Restore() };

    private static Command Save()
    {
        var dataDir = CommonOptions.DataDir();
        Option<string?> name = new("--name") { Description = "Name of the snapshot; the time when not given." };
        Command command = new("save", "Save the store; the server may be running.") { dataDir, name };
        command.SetAction(result =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            var saved = Try(() => StoreSnapshots.Save(paths.Store, paths.Snapshots, result.GetValue(name) ?? StoreSnapshots.DefaultName(DateTimeOffset.UtcNow)));
            Console.WriteLine($"saved {saved.Path} ({Size(saved)})");
        });
        return command;
    }

    private static Command List()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("list", "List the snapshots, oldest first.") { dataDir };
        command.SetAction(result =>
        {
            Console.WriteLine($"{"NAME",-40} {"TAKEN",-20} {"SIZE",10}");
            foreach (var one in StoreSnapshots.List(new ClusterPaths(result.GetValue(dataDir)!).Snapshots))
                Console.WriteLine($"{one.Name,-40} {one.Taken.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),-20} {Size(one),10}");
        });
        return command;
    }

    private static Command Restore()
    {
        var dataDir = CommonOptions.DataDir();
        Argument<string> snapshot = new("SNAPSHOT") { Description = "Name from the list, or a file." };
        Command command = new("restore", "Put a snapshot in the place of the store; the server must be down.") { snapshot, dataDir };
        command.SetAction(result =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            var wanted = result.GetValue(snapshot)!;
            var file = StoreSnapshots.List(paths.Snapshots).FirstOrDefault(one => one.Name == wanted)?.Path ?? wanted;
            var former = Try(() => StoreSnapshots.Restore(file, paths.Store, DateTimeOffset.UtcNow));
            Console.WriteLine($"restored {file}");
            if (former is not null) Console.WriteLine($"what was there is now {former}");
        });
        return command;
    }

    private static string Size(SnapshotInfo snapshot) => string.Create(CultureInfo.InvariantCulture, $"{snapshot.Bytes / 1048576.0:0.0} MB");

    private static T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (StoreException e)
        {
            throw new UserError(e.Message, e);
        }
    }
}
