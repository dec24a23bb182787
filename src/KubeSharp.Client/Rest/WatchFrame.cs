using System.Buffers;
using System.Net;
using System.Text.Json;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>Reads one line of a watch: <c>{"type":"ADDED","object":{...}}</c>.</summary>
internal static class WatchFrame
{
    /// <summary>The event, or null for an empty line or a type this client does not know. An ERROR event throws.</summary>
    public static WatchEvent<T>? Read<T>(ReadOnlySequence<byte> line)
        where T : class, IKubernetesObject<T>
    {
        if (line.IsEmpty) return null;
        var reader = new Utf8JsonReader(line, isFinalBlock: true, default);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a watch event was expected");

        // The object's meaning depends on the type, and members may come in any order: find the type first.
        Utf8JsonReader scan = reader;
        WatchEventType? type = null;
        bool error = false;
        while (scan.Read() && scan.TokenType == JsonTokenType.PropertyName)
        {
            if (scan.ValueTextEquals("type"u8))
            {
                scan.Read();
                if (scan.ValueTextEquals("ADDED"u8)) type = WatchEventType.Added;
                else if (scan.ValueTextEquals("MODIFIED"u8)) type = WatchEventType.Modified;
                else if (scan.ValueTextEquals("DELETED"u8)) type = WatchEventType.Deleted;
                else if (scan.ValueTextEquals("BOOKMARK"u8)) type = WatchEventType.Bookmark;
                else if (scan.ValueTextEquals("ERROR"u8)) error = true;
                break;
            }

            scan.Read();
            scan.Skip();
        }

        if (type is null && !error) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            if (!error) return new WatchEvent<T>(type!.Value, T.Read(ref reader));
            Status status = Status.Read(ref reader);
            if (status.Code is null or 0) status.Code = (int)HttpStatusCode.InternalServerError;
            throw new KubeApiException(status);
        }

        throw new JsonException("a watch event without an object");
    }
}
