namespace KubeSharp.ApiMachinery.Json;

/// <summary>
/// Orders strings by their UTF-8 bytes, as Go compares strings. Ordinal UTF-16 order differs only where a surrogate pair meets a
/// character from U+E000 on.
/// </summary>
public sealed class GoOrder : IComparer<string>
{
    private GoOrder()
    {
    }

    /// <summary>The only instance.</summary>
    public static GoOrder Instance { get; } = new();

    /// <summary>Below zero, zero or above, as the left string sorts before, with or after the right one.</summary>
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var a = left[i];
            var b = right[i];
            if (a == b) continue;
            var aSurrogate = char.IsSurrogate(a);
            if (aSurrogate != char.IsSurrogate(b)) return aSurrogate ? (b >= 0xE000 ? 1 : a - b) : (a >= 0xE000 ? -1 : a - b);
            return a - b;
        }

        return left.Length - right.Length;
    }

    int IComparer<string>.Compare(string? x, string? y) =>
        x is null ? (y is null ? 0 : -1) : y is null ? 1 : Compare(x, y);
}
