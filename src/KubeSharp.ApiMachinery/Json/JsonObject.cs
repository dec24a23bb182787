using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>
/// A mutable object whose members keep the order in which they were added. Small objects are searched member by member (measured
/// faster than hashing up to a dozen members); an index is built when a larger one is searched.
/// </summary>
public sealed class JsonObject : JsonValue, IReadOnlyCollection<KeyValuePair<string, JsonValue>>
{
    private const int IndexFrom = 16;
    private KeyValuePair<string, JsonValue>[] members;
    private int count;
    private Dictionary<string, int>? index;

    /// <summary>An empty object.</summary>
    public JsonObject() => members = [];

    /// <summary>An empty object with room for <paramref name="capacity"/> members.</summary>
    public JsonObject(int capacity) => members = capacity == 0 ? [] : new KeyValuePair<string, JsonValue>[capacity];

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.Object;

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>The names of the members, in order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var i = 0; i < count; i++) yield return members[i].Key;
        }
    }

    /// <summary>The member with this name, or null when there is none. Setting null removes the member.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            var at = IndexOf(name);
            return at < 0 ? null : members[at].Value;
        }

        set
        {
            if (value is null) Remove(name);
            else Set(name, value);
        }
    }

    /// <summary>The name of the member at a position.</summary>
    public string NameAt(int position) => members[position].Key;

    /// <summary>The value of the member at a position.</summary>
    public JsonValue ValueAt(int position) => members[position].Value;

    /// <summary>Replaces the value of the member at a position.</summary>
    public void SetAt(int position, JsonValue value) => members[position] = new(members[position].Key, value);

    /// <summary>The position of a member, or -1.</summary>
    public int IndexOf(string name)
    {
        if (count >= IndexFrom)
        {
            if (index is null)
            {
                var built = new Dictionary<string, int>(count, StringComparer.Ordinal);
                for (var i = 0; i < count; i++) built[members[i].Key] = i;
                index = built;
            }

            return index.TryGetValue(name, out var at) ? at : -1;
        }

        for (var i = 0; i < count; i++)
        {
            var key = members[i].Key;
            if (ReferenceEquals(key, name) || (key.Length == name.Length && string.Equals(key, name))) return i;
        }

        return -1;
    }

    /// <summary>Whether there is a member with this name.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The member with this name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JsonValue? value)
    {
        value = this[name];
        return value is not null;
    }

    /// <summary>Sets a member; a new one goes to the end.</summary>
    public void Set(string name, JsonValue value)
    {
        var at = IndexOf(name);
        if (at >= 0) members[at] = new(members[at].Key, value);
        else Append(name, value);
    }

    /// <summary>Adds a member. Allows collection initializers.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, JsonValue value)
    {
        if (Contains(name)) throw new ArgumentException($"the object already has a member \"{name}\"", nameof(name));
        Append(name, value);
    }

    /// <summary>Inserts a member at a position. The name must be new.</summary>
    public void Insert(int position, string name, JsonValue value)
    {
        Append(name, value);
        for (var i = count - 1; i > position; i--) (members[i], members[i - 1]) = (members[i - 1], members[i]);
        index = null;
    }

    /// <summary>Removes a member; the others keep their order.</summary>
    public bool Remove(string name)
    {
        var at = IndexOf(name);
        if (at < 0) return false;
        RemoveAt(at);
        return true;
    }

    /// <summary>Removes the member at a position.</summary>
    public void RemoveAt(int position)
    {
        Array.Copy(members, position + 1, members, position, count - position - 1);
        members[--count] = default;
        index = null;
    }

    /// <summary>Removes all members.</summary>
    public void Clear()
    {
        Array.Clear(members, 0, count);
        count = 0;
        index = null;
    }

    /// <summary>Sorts the members by name (ordinal), as Go prints maps.</summary>
    public void SortMembers()
    {
        Array.Sort(members, 0, count, NameOrder.Instance);
        index = null;
    }

    /// <summary>The member when it is an object.</summary>
    public JsonObject? GetObject(string name) => this[name] as JsonObject;

    /// <summary>The member when it is an array.</summary>
    public JsonArray? GetArray(string name) => this[name] as JsonArray;

    /// <summary>The member when it is a string.</summary>
    public string? GetString(string name) => (this[name] as JsonString)?.Value;

    /// <summary>The member when it is an integer.</summary>
    public long? GetInt64(string name) => this[name] is JsonNumber number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>The member when it is a boolean.</summary>
    public bool? GetBool(string name) => (this[name] as JsonBoolean)?.Value;

    /// <summary>The member as an object; anything else there (or nothing) is replaced by a new one.</summary>
    public JsonObject GetOrAddObject(string name)
    {
        if (this[name] is JsonObject existing) return existing;
        var created = new JsonObject();
        Set(name, created);
        return created;
    }

    /// <summary>The member as an array; anything else there (or nothing) is replaced by a new one.</summary>
    public JsonArray GetOrAddArray(string name)
    {
        if (this[name] is JsonArray existing) return existing;
        var created = new JsonArray();
        Set(name, created);
        return created;
    }

    /// <summary>Sets a member that is absent or null; answers whether it did.</summary>
    public bool SetDefault(string name, JsonValue value)
    {
        if (this[name] is { IsNull: false }) return false;
        Set(name, value);
        return true;
    }

    /// <inheritdoc/>
    public override JsonValue DeepClone() => Clone();

    /// <summary>A copy that shares no mutable part.</summary>
    public JsonObject Clone()
    {
        var copy = new JsonObject(count) { count = count };
        for (var i = 0; i < count; i++) copy.members[i] = new(members[i].Key, members[i].Value.DeepClone());
        return copy;
    }

    /// <summary>A copy of the member list that shares the values.</summary>
    public JsonObject ShallowClone()
    {
        var copy = new JsonObject(count) { count = count };
        Array.Copy(members, copy.members, count);
        return copy;
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            writer.WritePropertyName(members[i].Key);
            members[i].Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Enumerates the members in order, without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    internal override void WriteTo(JsonBuffer buffer)
    {
        buffer.Append((byte)'{');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) buffer.Append((byte)',');
            buffer.AppendString(members[i].Key);
            buffer.Append((byte)':');
            members[i].Value.WriteTo(buffer);
        }

        buffer.Append((byte)'}');
    }

    /// <summary>Adds a member whose name is known to be new, without searching.</summary>
    internal void Append(string name, JsonValue value)
    {
        if (count == members.Length) Array.Resize(ref members, count == 0 ? 4 : count * 2);
        index?.Add(name, count);
        members[count++] = new(name, value);
    }

    /// <summary>Walks the members of an object.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<string, JsonValue>>
    {
        private readonly JsonObject owner;
        private int position;

        internal Enumerator(JsonObject owner)
        {
            this.owner = owner;
            position = -1;
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<string, JsonValue> Current => owner.members[position];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++position < owner.count;

        /// <inheritdoc/>
        public void Reset() => position = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }

    private sealed class NameOrder : IComparer<KeyValuePair<string, JsonValue>>
    {
        public static readonly NameOrder Instance = new();

        public int Compare(KeyValuePair<string, JsonValue> x, KeyValuePair<string, JsonValue> y) => GoOrder.Compare(x.Key, y.Key);
    }
}
