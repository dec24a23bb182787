using System.Globalization;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>A time in microseconds, UTC, as leases and events carry it. Immutable.</summary>
public readonly struct MicroTime : IEquatable<MicroTime>, IComparable<MicroTime>, IJsonValue<MicroTime>
{
    private readonly DateTime utc;

    /// <summary>An instant; what is finer than a microsecond is dropped.</summary>
    public MicroTime(DateTimeOffset instant)
        : this(instant.UtcDateTime)
    {
    }

    private MicroTime(DateTime instant) => utc = new DateTime(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <summary>The instant.</summary>
    public DateTimeOffset Value => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>The instant as a date and time in UTC.</summary>
    public DateTime UtcDateTime => DateTime.SpecifyKind(utc, DateTimeKind.Utc);

    /// <summary>An instant; what is finer than a microsecond is dropped.</summary>
    public static implicit operator MicroTime(DateTimeOffset instant) => new(instant);

    /// <summary>The instant.</summary>
    public static implicit operator DateTimeOffset(MicroTime time) => time.Value;

    /// <summary>The same instant.</summary>
    public static bool operator ==(MicroTime a, MicroTime b) => a.utc == b.utc;

    /// <summary>Another instant.</summary>
    public static bool operator !=(MicroTime a, MicroTime b) => a.utc != b.utc;

    /// <summary>Earlier.</summary>
    public static bool operator <(MicroTime a, MicroTime b) => a.utc < b.utc;

    /// <summary>Later.</summary>
    public static bool operator >(MicroTime a, MicroTime b) => a.utc > b.utc;

    /// <summary>Not later.</summary>
    public static bool operator <=(MicroTime a, MicroTime b) => a.utc <= b.utc;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(MicroTime a, MicroTime b) => a.utc >= b.utc;

    /// <summary>The time between two instants.</summary>
    public static TimeSpan operator -(MicroTime a, MicroTime b) => a.utc - b.utc;

    /// <summary>An instant; what is finer than a microsecond is dropped.</summary>
    public static MicroTime FromDateTimeOffset(DateTimeOffset instant) => new(instant);

    /// <summary>The instant.</summary>
    public DateTimeOffset ToDateTimeOffset() => Value;

    /// <summary>The time since an earlier instant.</summary>
    public TimeSpan Subtract(MicroTime other) => this - other;

    /// <summary>Reads an RFC 3339 time with exactly six decimals, the only form the API takes; false when the text is not one.</summary>
    public static bool TryParse(string text, out MicroTime time)
    {
        time = default;
        if (!Rfc3339.TryParse(text, 6, out var instant))
            return false;
        time = new MicroTime(instant);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(MicroTime other) => utc.CompareTo(other.utc);

    /// <inheritdoc/>
    public bool Equals(MicroTime other) => utc == other.utc;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MicroTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => utc.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static MicroTime Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType != JsonTokenType.String || !TryParse(reader.GetString()!, out var time))
            throw new JsonException($"expected a time, found {reader.TokenType} at byte {reader.TokenStartIndex}");
        return time;
    }

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (utc.Ticks == 0)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(ToString());
    }
}
