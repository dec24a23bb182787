using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>
/// The media type application/vnd.kubernetes.protobuf: four bytes of magic, then a runtime.Unknown that names the kind and holds the
/// object's message. Only built-in kinds have it.
/// <see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding"/>.
/// </summary>
public static class KubernetesProtobuf
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    /// <summary>Whether values of this type have a protobuf form.</summary>
    public static bool Supports(TypeSchema type) => type.Name is not null && type.ProtobufLayout.Nodes.Length > 0;

    /// <summary>Whether a body begins with the magic.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> body) => body.StartsWith("k8s\0"u8);

    /// <summary>The object in its envelope.</summary>
    /// <param name="value">The object; kind and apiVersion go into the envelope.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="FormatException">The object does not fit its type.</exception>
    public static byte[] Encode(JsonObject value, TypeSchema type) =>
        Encode(value, type, value.GetString("apiVersion") ?? "", value.GetString("kind") ?? "");

    /// <summary>The object in an envelope of this kind, for items of lists, which do not name it themselves.</summary>
    /// <exception cref="FormatException">The object does not fit its type.</exception>
    public static byte[] Encode(JsonObject value, TypeSchema type, string apiVersion, string kind)
    {
        using var output = new ReverseWriter();
        output.BytesField(4, []);
        output.BytesField(3, []);
        var before = output.Length;
        new ProtobufEncoder(output).Object(value, type);
        output.Close(2, before);
        before = output.Length;
        output.StringField(2, kind);
        output.StringField(1, apiVersion);
        output.Close(1, before);
        output.Bytes("k8s\0"u8);
        return output.Written.ToArray();
    }

    /// <summary>The document in an envelope.</summary>
    /// <exception cref="FormatException">The bytes are not such an envelope, or of a kind without protobuf form.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        var (apiVersion, kind, raw) = Open(body);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var type = SchemaRegistry.Kubernetes.FindKind(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kind)
            ?? throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        return Decode(raw, type, apiVersion, kind);
    }

    /// <summary>The document in an envelope, of a type known from elsewhere when the envelope does not name a kind.</summary>
    /// <exception cref="FormatException">The bytes are not such an envelope.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body, TypeSchema type)
    {
        var (apiVersion, kind, raw) = Open(body);
        return Decode(raw, type, apiVersion, kind);
    }

    /// <summary>Like <see cref="Decode(ReadOnlySpan{byte})"/>, with the fault as a value.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, [NotNullWhen(true)] out JsonObject? value, [NotNullWhen(false)] out string? error)
    {
        try
        {
            value = Decode(body);
            error = null;
            return true;
        }
        catch (FormatException e)
        {
            value = null;
            error = e.Message;
            return false;
        }
    }

    /// <summary>One frame of a watch: four bytes of length, then a WatchEvent that holds the object in its envelope.</summary>
    /// <param name="eventType">ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.</param>
    /// <param name="envelope">The object as <see cref="Encode(JsonObject, TypeSchema)"/> made it.</param>
    public static byte[] WatchFrame(string eventType, ReadOnlySpan<byte> envelope)
    {
        using var output = new ReverseWriter();
        output.BytesField(1, envelope);
        output.Close(2, 0);
        output.StringField(1, eventType);
        var frame = new byte[output.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(frame, output.Length);
        output.Written.CopyTo(frame.AsSpan(4));
        return frame;
    }

    /// <summary>Opens an envelope.</summary>
    private static Envelope Open(ReadOnlySpan<byte> body)
    {
        if (!HasMagic(body))
            throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtobufReader(body[4..]);
        while (reader.Next())
        {
            switch (reader.Number)
            {
                case 1:
                    var meta = new ProtobufReader(reader.ReadBytes());
                    while (meta.Next())
                    {
                        if (meta.Number == 1)
                            apiVersion = Encoding.UTF8.GetString(meta.ReadBytes());
                        else if (meta.Number == 2)
                            kind = Encoding.UTF8.GetString(meta.ReadBytes());
                        else
                            meta.Skip();
                    }

                    break;
                case 2:
                    raw = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Envelope(apiVersion, kind, raw);
    }

    private static JsonObject Decode(ReadOnlySpan<byte> raw, TypeSchema type, string apiVersion, string kind)
    {
        var value = ProtobufDecoder.Object(raw, type);
        if (apiVersion.Length > 0 && type.TryGetField("apiVersion"u8, out _))
            Front(value, "apiVersion", apiVersion);
        if (kind.Length > 0 && type.TryGetField("kind"u8, out _))
            Front(value, "kind", kind);
        return value;
    }

    private static void Front(JsonObject value, string name, string text)
    {
        value.Remove(name);
        value.Insert(0, name, new JsonString(text));
    }

    private readonly ref struct Envelope(string apiVersion, string kind, ReadOnlySpan<byte> raw)
    {
        private readonly ReadOnlySpan<byte> raw = raw;

        public void Deconstruct(out string version, out string name, out ReadOnlySpan<byte> content)
        {
            version = apiVersion;
            name = kind;
            content = raw;
        }
    }
}
