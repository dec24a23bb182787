namespace KubeSharp.ApiMachinery.Json;

/// <summary>Text that is not JSON. The message is worded as Go's decoder words it.</summary>
public sealed class JsonSyntaxException(string message, long offset) : FormatException(message)
{
    /// <summary>How many bytes were read before the fault was seen.</summary>
    public long Offset { get; } = offset;
}
