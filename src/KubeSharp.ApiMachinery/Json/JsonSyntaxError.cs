namespace KubeSharp.ApiMachinery.Json;

/// <summary>Why text is not JSON.</summary>
/// <param name="Message">The reason, worded as Go's decoder words it.</param>
/// <param name="Offset">How many bytes were read before the fault was seen.</param>
public sealed record JsonSyntaxError(string Message, long Offset);
