namespace KubeSharp.ModelGenerator;

/// <summary>A field of the table: what decides its property, reading and writing.</summary>
internal sealed class FieldLine
{
    private FieldLine(string name, string type, string[] words)
    {
        Name = name;
        Type = type;
        Required = words.Contains("!");
        Pointer = words.Contains("*");
        Always = words.Contains("+");
        HasEmptyDefault = words.Contains("default={}");
        Default = Array.Find(words, w => w.StartsWith("default="))?.Substring(8);
    }

    public string Name { get; }

    /// <summary>The type expression with references fully qualified.</summary>
    public string Type { get; }

    public bool Required { get; }

    public bool Pointer { get; }

    public bool Always { get; }

    public bool HasEmptyDefault { get; }

    public string? Default { get; }

    public bool IsList => Type[0] == '[';

    public bool IsMap => Type[0] == '{';

    public bool IsReference => !IsList && !IsMap && IsReferenceName(Type);

    public static bool IsReferenceName(string type) => char.IsUpper(type[type.LastIndexOf('.') + 1]);

    public static FieldLine Parse(string[] words, string package)
    {
        var type = words[1];
        var start = 0;
        while (type[start] is '[' or ']' or '{' or '}')
            start++;
        if (char.IsUpper(type[start]))
            type = type.Substring(0, start) + package + "." + type.Substring(start);
        return new FieldLine(words[0], type, words);
    }
}
