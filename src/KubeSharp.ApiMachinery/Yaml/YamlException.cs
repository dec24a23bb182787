namespace KubeSharp.ApiMachinery.Yaml;

/// <summary>A text is not YAML, or YAML that has no form as JSON; the message names the line.</summary>
public sealed class YamlException : FormatException
{
    /// <summary>With what is wrong, and where.</summary>
    public YamlException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, and where, and what found it.</summary>
    public YamlException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
