using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery;

/// <summary>The revision of the store at which an object was last written, or up to which a list is complete. Zero means "any".</summary>
/// <param name="Value">The revision, zero or above.</param>
public readonly record struct ResourceVersion(long Value) : IComparable<ResourceVersion>
{
    /// <summary>Reads a resource version. Empty and <c>0</c> are zero. The error is worded as Go words a failed number conversion.</summary>
    public static bool TryParse(string? text, out ResourceVersion version, [NotNullWhen(false)] out string? error)
    {
        version = default;
        error = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue)
        {
            version = new ResourceVersion((long)value);
            return true;
        }

        var allDigits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        error = $"strconv.ParseUint: parsing {GoText.Quote(text)}: {(allDigits ? "value out of range" : "invalid syntax")}";
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(ResourceVersion other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left one is older.</summary>
    public static bool operator <(ResourceVersion left, ResourceVersion right) => left.Value < right.Value;

    /// <summary>Whether the left one is newer.</summary>
    public static bool operator >(ResourceVersion left, ResourceVersion right) => left.Value > right.Value;

    /// <summary>Whether the left one is older or the same.</summary>
    public static bool operator <=(ResourceVersion left, ResourceVersion right) => left.Value <= right.Value;

    /// <summary>Whether the left one is newer or the same.</summary>
    public static bool operator >=(ResourceVersion left, ResourceVersion right) => left.Value >= right.Value;

    /// <summary>Decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
