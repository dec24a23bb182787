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
        Option<long> bump = new("--bump-revision")
        {
            Description = "How far revisions move on beyond the snapshot's, so that none that a client has seen comes again; more than were written since it was taken.",
            DefaultValueFactory = _ => StoreSnapshots.RevisionBump,
        };
        bump.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value is < 1 or > 1L << 50)
                result.AddError("--bump-revision must be between 1 and 2^50");
        });
        Argument<string> snapshot = new("SNAPSHOT") { Description = "Name from the list, or a file." };
        Command command = new("restore", """
            Put a snapshot in the place of the store; the server must be down.
            Objects go back to what they were; revisions do not: they go on beyond all that was ever seen, and everything before counts as compacted. Whoever
            watches is told that its resourceVersion is too old (410) and lists anew, so no client keeps what is undone.
            """)
        {
            snapshot, dataDir, bump,
        };
        command.SetAction(result =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            var wanted = result.GetValue(snapshot)!;
            var file = StoreSnapshots.List(paths.Snapshots).FirstOrDefault(one => one.Name == wanted)?.Path ?? wanted;
            var (former, revision) = Try(() => StoreSnapshots.Restore(file, paths.Store, DateTimeOffset.UtcNow, result.GetValue(bump)));
            Console.WriteLine($"restored {file}; revisions go on from {revision}, and watches from before are told to list anew");
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
