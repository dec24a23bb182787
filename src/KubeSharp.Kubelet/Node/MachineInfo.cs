using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Node;

/// <summary>What this machine is and has.</summary>
internal sealed record MachineInfo
{
    public required int Cpus { get; init; }

    /// <summary>Bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Hugepage size, as in 2Mi, to bytes that are set aside.</summary>
    public required IReadOnlyDictionary<string, long> HugePages { get; init; }

    public required NodeSystemInfo System { get; init; }

    public static MachineInfo Read() => new()
    {
        Cpus = Math.Max(1, File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal))),
        Memory = MemoryState.Read().Total,
        HugePages = ReadHugePages(),
        System = new NodeSystemInfo
        {
            MachineID = Text("/etc/machine-id"),
            SystemUUID = Text("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : Text("/etc/machine-id"),
            BootID = Text("/proc/sys/kernel/random/boot_id"),
            KernelVersion = Text("/proc/sys/kernel/osrelease"),
            OsImage = OsImage(),
            OperatingSystem = "linux",
            Architecture = Architecture,
        },
    };

    public static string Architecture => RuntimeInformation.ProcessArchitecture switch
    {
        global::System.Runtime.InteropServices.Architecture.X64 => "amd64",
        global::System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>The address of the interface with the default route, else of any that is up, else the loopback's.</summary>
    public static string FindAddress()
    {
        string? any = null;
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.OperationalStatus == OperationalStatus.Down || network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            {
                continue;
            }

            var properties = network.GetIPProperties();
            foreach (var address in properties.UnicastAddresses)
            {
                if (address.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address.Address))
                {
                    if (properties.GatewayAddresses.Any(g => !g.Address.Equals(IPAddress.Any)))
                    {
                        return address.Address.ToString();
                    }

                    any ??= IsOfPods(network.Name) ? null : address.Address.ToString();
                }
            }
        }

        return any ?? "127.0.0.1";
    }

    private static bool IsOfPods(string name) =>
        name.StartsWith("cni", StringComparison.Ordinal) || name.StartsWith("veth", StringComparison.Ordinal) ||
        name.StartsWith("docker", StringComparison.Ordinal) || name.StartsWith("kube", StringComparison.Ordinal);

    private static Dictionary<string, long> ReadHugePages()
    {
        const string root = "/sys/kernel/mm/hugepages", prefix = "hugepages-", suffix = "kB";
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var directory in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [])
        {
            var name = Path.GetFileName(directory);
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal) &&
                long.TryParse(name[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) &&
                long.TryParse(Text(Path.Combine(directory, "nr_hugepages")), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                var size = kilobytes >= 1 << 20 ? $"{kilobytes >> 20}Gi" : kilobytes >= 1 << 10 ? $"{kilobytes >> 10}Mi" : $"{kilobytes}Ki";
                sizes[size] = kilobytes * 1024 * count;
            }
        }

        return sizes;
    }

    private static string OsImage()
    {
        const string key = "PRETTY_NAME=";
        foreach (var line in File.Exists("/etc/os-release") ? File.ReadLines("/etc/os-release") : [])
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
            {
                return line[key.Length..].Trim('"');
            }
        }

        return "Linux";
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
