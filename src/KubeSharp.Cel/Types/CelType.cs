using System.Text;

namespace KubeSharp.Cel.Types;

/// <summary>
/// A type of the expression language. Immutable. Two types are the same when kind, name and parameters are; the schema of an object
/// type is where its fields are looked up and does not tell types apart.
/// </summary>
public sealed class CelType : IEquatable<CelType>
{
    private CelType(CelTypeKind kind, string name, CelType[] parameters, CelSchema? schema = null)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters;
        Schema = schema;
    }

    /// <summary>dyn.</summary>
    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn", []);

    /// <summary>google.protobuf.Any: dyn under another name, as Kubernetes declares values of any JSON.</summary>
    public static CelType Any { get; } = new(CelTypeKind.Dyn, "any", []);

    /// <summary>null_type.</summary>
    public static CelType Null { get; } = new(CelTypeKind.Null, "null_type", []);

    /// <summary>bool.</summary>
    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool", []);

    /// <summary>int.</summary>
    public static CelType Int { get; } = new(CelTypeKind.Int, "int", []);

    /// <summary>uint.</summary>
    public static CelType Uint { get; } = new(CelTypeKind.Uint, "uint", []);

    /// <summary>double.</summary>
    public static CelType Double { get; } = new(CelTypeKind.Double, "double", []);

    /// <summary>string.</summary>
    public static CelType String { get; } = new(CelTypeKind.String, "string", []);

    /// <summary>bytes.</summary>
    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes", []);

    /// <summary>google.protobuf.Duration.</summary>
    public static CelType Duration { get; } = new(CelTypeKind.Duration, "google.protobuf.Duration", []);

    /// <summary>google.protobuf.Timestamp.</summary>
    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "google.protobuf.Timestamp", []);

    /// <summary>The type of an expression that has an error.</summary>
    public static CelType Error { get; } = new(CelTypeKind.Error, "*error*", []);

    /// <summary>The type of types, unparameterised.</summary>
    public static CelType Type { get; } = new(CelTypeKind.Type, "type", []);

    /// <summary>The family.</summary>
    public CelTypeKind Kind { get; }

    /// <summary>The name: of a built-in family, of an object or opaque type, or of a parameter.</summary>
    public string Name { get; }

    /// <summary>Element type of a list; key and value type of a map; parameters of an opaque type.</summary>
    public IReadOnlyList<CelType> Parameters { get; }

    /// <summary>Where the fields of an object type are declared; null for all other types.</summary>
    public CelSchema? Schema { get; }

    /// <summary>list(element).</summary>
    public static CelType ListOf(CelType element) => new(CelTypeKind.List, "list", [element]);

    /// <summary>map(key, value).</summary>
    public static CelType MapOf(CelType key, CelType value) => new(CelTypeKind.Map, "map", [key, value]);

    /// <summary>optional_type(value).</summary>
    public static CelType OptionalOf(CelType value) => new(CelTypeKind.Opaque, "optional_type", [value]);

    /// <summary>A named type without fields.</summary>
    public static CelType Opaque(string name, params CelType[] parameters) => new(CelTypeKind.Opaque, name, parameters);

    /// <summary>type(value).</summary>
    public static CelType TypeOf(CelType value) => new(CelTypeKind.Type, "type", [value]);

    /// <summary>A parameter of a generic declaration.</summary>
    public static CelType Parameter(string name) => new(CelTypeKind.Parameter, name, []);

    /// <summary>An object type; its fields come from a schema.</summary>
    internal static CelType ObjectOf(string name, CelSchema? schema) => new(CelTypeKind.Object, name, [], schema);

    /// <inheritdoc/>
    public bool Equals(CelType? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Kind != other.Kind || Name != other.Name || Parameters.Count != other.Parameters.Count)
            return false;
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].Equals(other.Parameters[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CelType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name);

    /// <summary>The type as the messages of the checker print it: <c>list(string)</c>.</summary>
    public override string ToString()
    {
        if (Parameters.Count == 0)
            return Name;
        var text = new StringBuilder(Name).Append('(');
        for (var i = 0; i < Parameters.Count; i++)
            text.Append(i == 0 ? "" : ", ").Append(Parameters[i]);
        return text.Append(')').ToString();
    }
}
