using System.Buffers.Binary;
using System.Globalization;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The short name of a pod template: FNV-1 over its JSON, spelled without vowels and look-alikes. Only new ReplicaSets get it; an existing
/// one is found by comparing templates, so it may change between versions of this program.
/// </summary>
internal static class TemplateHash
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <param name="template">The template, without the hash label.</param>
    /// <param name="collisions">How often a name was found taken by another template.</param>
    public static string Compute(PodTemplateSpec template, int? collisions)
    {
        uint hash = Fnv(2166136261, KubernetesJson.ToUtf8Bytes(template));
        if (collisions is { } count)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
            hash = Fnv(hash, bytes);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{hash}").Spell();
    }

    private static uint Fnv(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) hash = unchecked((hash * 16777619) ^ value);
        return hash;
    }

    private static string Spell(this string digits) => string.Create(
        digits.Length,
        digits,
        static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = Alphabet[source[i] % Alphabet.Length];
        });
}
