using System.Globalization;
using System.Text;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>Where in an object a value stands, printed as <c>spec.containers[0].name</c> or <c>metadata.labels[a/b]</c>. One small object a step.</summary>
public sealed class FieldPath
{
    private readonly FieldPath? parent;
    private readonly string? name;
    private readonly string? key;
    private readonly int index;

    private FieldPath(FieldPath? parent, string? name, string? key, int index)
    {
        this.parent = parent;
        this.name = name;
        this.key = key;
        this.index = index;
    }

    /// <summary>The path <c>metadata</c>.</summary>
    public static FieldPath Metadata { get; } = new(null, "metadata", null, 0);

    /// <summary>The path <c>spec</c>.</summary>
    public static FieldPath Spec { get; } = new(null, "spec", null, 0);

    /// <summary>The path <c>status</c>.</summary>
    public static FieldPath Status { get; } = new(null, "status", null, 0);

    /// <summary>A path that starts with these names.</summary>
    public static FieldPath Of(params ReadOnlySpan<string> names)
    {
        FieldPath? path = null;
        foreach (var step in names) path = new FieldPath(path, step, null, 0);
        return path ?? throw new ArgumentException("a path has at least one step", nameof(names));
    }

    /// <summary>A member of the value here.</summary>
    public FieldPath Child(string member) => new(this, member, null, 0);

    /// <summary>A member of a member of the value here.</summary>
    public FieldPath Child(string member, string inner) => Child(member).Child(inner);

    /// <summary>An item of the list here.</summary>
    public FieldPath Index(int position) => new(this, null, null, position);

    /// <summary>An entry of the map here.</summary>
    public FieldPath Key(string entry) => new(this, null, entry, 0);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (parent is null) return name is "" ? "[]" : name ?? "[" + (key ?? index.ToString(CultureInfo.InvariantCulture)) + "]";
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        parent?.Write(text);
        if (name is not null)
        {
            if (parent is not null) text.Append('.');
            text.Append(name);
        }
        else if (key is not null)
        {
            text.Append('[').Append(key).Append(']');
        }
        else
        {
            text.Append('[').Append(index).Append(']');
        }
    }
}
