using System.CommandLine;
using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli;

/// <summary>The program's commands in the order that help lists them, and the one place where failures become exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs; 0 for success, 1 for a failure, 2 for arguments that cannot be understood.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"kubesharp: {parsed.Errors[0].Message} Run 'kubesharp {CommandPath(parsed)}--help' to see what it takes.");
            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UserError error)
        {
            Console.Error.WriteLine($"kubesharp: {error.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (IOException error) when (DiskSpace.IsDiskFull(error))
        {
            Console.Error.WriteLine($"kubesharp: the disk is full ({error.Message}); free some space and try again");
            return 1;
        }
    }

    internal static RootCommand Build() => new("Kubernetes in one program.")
    {
        UpCommand.Create(),
        DownCommand.Create(),
        ResetCommand.Create(),
        StatusCommand.Create(),
        LogsCommand.Create(),
        KubeconfigCommand.Create(),
        ImagesCommand.Create(),
        SnapshotCommand.Create(),
        DatastoreCommand.Create(),
        InstallCommand.Create(),
        ServerCommand.Create(),
        ApiServerCommand.Create(),
        ControllerManagerCommand.Create(),
        SchedulerCommand.Create(),
        KubeletCommand.Create(),
        ProxyCommand.Create(),
    };

    private static string CommandPath(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command is RootCommand ? "" : command.Name + " ";
    }
}
