using System.Text;
using System.Text.Json;

namespace KubeSharp.ApiServer.Objects;

/// <summary>Puts <c>metadata.resourceVersion</c>, known only after the commit, into stored bytes without parsing them to a document.</summary>
internal static class ResourceVersionSplice
{
    /// <summary>A copy of <paramref name="stored"/> with the version after uid, where Kubernetes prints it.</summary>
    /// <param name="stored">An object as stored: UTF-8 JSON with a metadata object and no resourceVersion in it.</param>
    /// <param name="revision">The revision of the write.</param>
    public static byte[] Insert(ReadOnlySpan<byte> stored, long revision)
    {
        var (at, first, last) = Find(stored);
        Span<byte> text = stackalloc byte[48];
        var writer = 0;
        if (last && !first) text[writer++] = (byte)',';
        "\"resourceVersion\":\""u8.CopyTo(text[writer..]);
        writer += 19;
        revision.TryFormat(text[writer..], out var digits);
        writer += digits;
        text[writer++] = (byte)'"';
        if (!last) text[writer++] = (byte)',';

        var result = new byte[stored.Length + writer];
        stored[..at].CopyTo(result);
        text[..writer].CopyTo(result.AsSpan(at));
        stored[at..].CopyTo(result.AsSpan(at + writer));
        return result;
    }

    /// <summary>A copy with another version in the place of the one that <see cref="Insert"/> put in.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> json, long revision)
    {
        var (at, _, _) = Find(json);
        // Insert put the member where Find looks; its value is digits between quotes.
        var start = at + "\"resourceVersion\":\""u8.Length;
        var digits = json[start..].IndexOf((byte)'"');
        Span<byte> text = stackalloc byte[20];
        revision.TryFormat(text, out var length);
        var result = new byte[json.Length - digits + length];
        json[..start].CopyTo(result);
        text[..length].CopyTo(result.AsSpan(start));
        json[(start + digits)..].CopyTo(result.AsSpan(start + length));
        return result;
    }

    /// <summary>A copy without what <see cref="Insert"/> put in: the bytes as they are stored.</summary>
    public static byte[] Remove(ReadOnlySpan<byte> json)
    {
        var (start, _, _) = Find(json);
        var value = start + "\"resourceVersion\":\""u8.Length;
        var end = value + json[value..].IndexOf((byte)'"') + 1;
        if (json[end] == (byte)',') end++;
        else if (json[start - 1] == (byte)',') start--;
        var result = new byte[json.Length - (end - start)];
        json[..start].CopyTo(result);
        json[end..].CopyTo(result.AsSpan(start));
        return result;
    }

    // Where to insert: before the first member of metadata that is printed after resourceVersion, or before its closing brace.
    private static (int At, bool First, bool Last) Find(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (!isMetadata)
            {
                reader.Skip();
                continue;
            }

            var first = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!IsBefore(ref reader)) return ((int)reader.TokenStartIndex, first, false);
                first = false;
                reader.Read();
                reader.Skip();
            }

            return ((int)reader.TokenStartIndex, first, true);
        }

        throw new InvalidDataException($"A stored object has no metadata: {Encoding.UTF8.GetString(stored[..Math.Min(stored.Length, 100)])}");
    }

    private static bool IsBefore(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("generateName"u8) || reader.ValueTextEquals("namespace"u8)
        || reader.ValueTextEquals("selfLink"u8) || reader.ValueTextEquals("uid"u8);
}
