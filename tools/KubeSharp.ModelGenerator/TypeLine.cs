namespace KubeSharp.ModelGenerator;

/// <summary>A type of the table.</summary>
internal sealed class TypeLine(string package, string name, string? kinds)
{
    public string Package { get; } = package;

    public string Name { get; } = name;

    public List<FieldLine> Fields { get; } = [];

    /// <summary>group, version and kind as the type's own package has them; null for what is not a kind.</summary>
    public string[]? Kind => kinds is null ? null : Own(kinds.Split(','));

    public FieldLine? Field(string name) => Fields.Find(f => f.Name == name);

    private string[]? Own(string[] all)
    {
        // Types of every group, such as DeleteOptions, are written with group "*"; their home is meta.k8s.io or core.
        var parts = all[0].Split('/');
        if (parts[0] == "*")
            parts[0] = "";
        return all.Length > 1 && Name == "Scale" ? ["autoscaling", "v1", "Scale"] : parts.ToArray();
    }
}
