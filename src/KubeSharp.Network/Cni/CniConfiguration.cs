using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Network.Cni;

/// <summary>
/// The CNI configuration of the pod network: a bridge, addresses from the node's own range, and host ports.
/// https://www.cni.dev/docs/spec/#section-1-network-configuration-format
/// </summary>
internal static class CniConfiguration
{
    /// <summary>The name of the file and of the network.</summary>
    public const string FileName = "10-kubesharp.conflist";

    /// <summary>The name of the network; the address allocator keeps its state in a folder of this name.</summary>
    public const string NetworkName = "kubesharp";

    /// <summary>The text for a node with the given pod ranges.</summary>
    public static string Build(NetworkOptions options, IReadOnlyList<string> podCidrs)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("cniVersion", "1.0.0");
        writer.WriteString("name", NetworkName);
        writer.WriteStartArray("plugins");
        WriteBridge(writer, options, podCidrs);
        writer.WriteStartObject();
        writer.WriteString("type", "portmap");
        writer.WriteStartObject("capabilities");
        writer.WriteBoolean("portMappings", true);
        writer.WriteEndObject();
        writer.WriteBoolean("snat", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteBridge(Utf8JsonWriter writer, NetworkOptions options, IReadOnlyList<string> podCidrs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "bridge");
        writer.WriteString("bridge", options.BridgeName);
        writer.WriteBoolean("isGateway", true);
        writer.WriteBoolean("isDefaultGateway", true);
        writer.WriteBoolean("forceAddress", true);

        // A pod that reaches itself through its Service gets the packet back on the port it came from.
        writer.WriteBoolean("hairpinMode", true);

        // Masquerading is done for the whole range at once, not by a chain for each pod.
        writer.WriteBoolean("ipMasq", false);
        if (options.Mtu > 0)
            writer.WriteNumber("mtu", options.Mtu);
        writer.WriteStartObject("ipam");
        writer.WriteString("type", "host-local");
        writer.WriteString("dataDir", options.CniStateDirectory);
        writer.WriteStartArray("ranges");
        foreach (var range in podCidrs)
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString("subnet", range);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
