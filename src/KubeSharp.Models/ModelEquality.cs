namespace KubeSharp.Models;

/// <summary>Semantic equality: what is absent equals what is empty, except behind pointers.</summary>
internal static class ModelEquality
{
    public static bool Strings(string? a, string? b) => (a ?? "") == (b ?? "");

    public static bool Bytes(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

    public static bool Pointers<T>(T? a, T? b)
        where T : class, IJsonModel<T> => a is null ? b is null : a.Equals(b);

    public static bool Structs<T>(T? a, T? b)
        where T : class, IJsonModel<T>
    {
        if (a is null)
            return b is null || b.Equals(Fresh<T>());
        return a.Equals(b ?? Fresh<T>());
    }

    public static bool Lists<T, TCodec>(List<T>? a, List<T>? b)
        where TCodec : ICodec<T>
    {
        var count = a?.Count ?? 0;
        if (count != (b?.Count ?? 0))
            return false;
        for (var i = 0; i < count; i++)
        {
            if (!TCodec.Equal(a![i], b![i]))
                return false;
        }

        return true;
    }

    public static bool Maps<T, TCodec>(Dictionary<string, T>? a, Dictionary<string, T>? b)
        where TCodec : ICodec<T>
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0))
            return false;
        if (a is null || b is null)
            return true;
        foreach (var (key, value) in a)
        {
            if (!b.TryGetValue(key, out var other) || !TCodec.Equal(value, other))
                return false;
        }

        return true;
    }

    private static T Fresh<T>()
        where T : class, IJsonModel<T>
    {
        var reader = new System.Text.Json.Utf8JsonReader("{}"u8);
        return T.Read(ref reader);
    }
}
