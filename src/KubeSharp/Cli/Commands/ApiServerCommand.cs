using System.CommandLine;
using KubeSharp.ApiServer;
using KubeSharp.Cluster;
using KubeSharp.Composition;
using KubeSharp.Pki;

namespace KubeSharp.Cli.Commands;

/// <summary>
/// <c>kubesharp apiserver</c>: kube-apiserver alone. Key material that no flag names is made under the data directory, with a
/// kubeconfig for the administrator, so that a lone server can be used at once.
/// </summary>
internal static class ApiServerCommand
{
    public static Command Create()
    {
        ApiServerFlags flags = new();
        var dataDir = CommonOptions.DataDir();
        Option<int> verbosity = new("--v", "-v") { Description = "Log verbosity; 4 and more for debugging." };
        Option<string?> logFile = new("--log-file") { Description = "Write the log here rather than to standard error." };
        Command command = new("apiserver", "Run the API server (kube-apiserver) alone.") { dataDir, verbosity, logFile };
        foreach (var flag in flags.All)
            command.Options.Add(flag);
        command.SetAction(async (result, cancellationToken) =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            using var loggers = Logging.Create(result.GetValue(logFile), result.GetValue(verbosity));
            var options = flags.Read(result, EnsurePki(paths, flags, result));
            await using var store = await ApiServerStore.OpenAsync(paths.Store, flags.Etcd.Read(result), loggers, TimeProvider.System, cancellationToken);
            try
            {
                await using ApiServerComponent server = new(options, store, loggers, TimeProvider.System);
                await server.RunAsync(cancellationToken);
            }
            catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                throw new UserError($"port {options.SecurePort} is in use; stop what uses it, or choose another with --secure-port", e);
            }
            catch (ArgumentException e)
            {
                throw new UserError(e.Message, e);
            }
        });
        return command;
    }

    private static ClusterPki EnsurePki(ClusterPaths paths, ApiServerFlags flags, ParseResult result)
    {
        try
        {
            return ClusterPki.Ensure(
                new PkiOptions
                {
                    DataDirectory = paths.DataDir,
                    NodeName = Environment.MachineName.ToLowerInvariant(),
                    ServerUrl = $"https://127.0.0.1:{flags.Port(result)}",
                    NodeAddresses = flags.AdvertiseAddress(result) is { } address ? [address] : [],
                    HostNames = [Environment.MachineName],
                    KubernetesServiceAddresses = [flags.KubernetesServiceIP(result)],
                },
                TimeProvider.System);
        }
        catch (PkiException e)
        {
            throw new UserError(e.Message, e);
        }
    }
}
