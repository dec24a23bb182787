using System.Globalization;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>A time in whole seconds, UTC, as most API fields carry it. Immutable.</summary>
public readonly struct Time : IEquatable<Time>, IComparable<Time>, IJsonValue<Time>
{
    private readonly DateTime utc;

    /// <summary>An instant; fractions of a second are dropped.</summary>
    public Time(DateTimeOffset instant)
        : this(instant.UtcDateTime)
    {
    }

    private Time(DateTime instant) => utc = new DateTime(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    /// <summary>The instant.</summary>
    public DateTimeOffset Value => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>The instant as a date and time in UTC.</summary>
    public DateTime UtcDateTime => DateTime.SpecifyKind(utc, DateTimeKind.Utc);

    /// <summary>An instant; fractions of a second are dropped.</summary>
    public static implicit operator Time(DateTimeOffset instant) => new(instant);

    /// <summary>The instant.</summary>
    public static implicit operator DateTimeOffset(Time time) => time.Value;

    /// <summary>The same instant.</summary>
    public static bool operator ==(Time a, Time b) => a.utc == b.utc;

    /// <summary>Another instant.</summary>
    public static bool operator !=(Time a, Time b) => a.utc != b.utc;

    /// <summary>Earlier.</summary>
    public static bool operator <(Time a, Time b) => a.utc < b.utc;

    /// <summary>Later.</summary>
    public static bool operator >(Time a, Time b) => a.utc > b.utc;

    /// <summary>Not later.</summary>
    public static bool operator <=(Time a, Time b) => a.utc <= b.utc;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(Time a, Time b) => a.utc >= b.utc;

    /// <summary>The time between two instants.</summary>
    public static TimeSpan operator -(Time a, Time b) => a.utc - b.utc;

    /// <summary>An instant; fractions of a second are dropped.</summary>
    public static Time FromDateTimeOffset(DateTimeOffset instant) => new(instant);

    /// <summary>The instant.</summary>
    public DateTimeOffset ToDateTimeOffset() => Value;

    /// <summary>The time since an earlier instant.</summary>
    public TimeSpan Subtract(Time other) => this - other;

    /// <summary>Reads an RFC 3339 time; false when the text is not one.</summary>
    public static bool TryParse(string text, out Time time)
    {
        time = default;
        if (!Rfc3339.TryParse(text, -1, out var instant))
            return false;
        time = new Time(instant);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Time other) => utc.CompareTo(other.utc);

    /// <inheritdoc/>
    public bool Equals(Time other) => utc == other.utc;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Time other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => utc.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static Time Read(ref Utf8JsonReader reader)
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
