using System.Text.Json;

namespace KubeSharp.ApiMachinery.Discovery;

/// <summary>Lists of words; empty ones are left out unless always written.</summary>
internal static class DiscoveryLists
{
    public static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, IReadOnlyList<string> words, bool always = false)
    {
        if (words.Count == 0 && !always)
            return;
        w.WriteStartArray(name);
        foreach (var word in words)
            w.WriteStringValue(word);
        w.WriteEndArray();
    }
}
