using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>One step of a JSON patch.</summary>
/// <param name="Op">add, remove, replace, move, copy or test.</param>
/// <param name="Path">Where.</param>
/// <param name="From">From where, for move and copy.</param>
/// <param name="Value">The value, for add, replace and test; null when absent.</param>
internal sealed record JsonPatchOperation(string Op, string? Path, string? From, JsonValue? Value);
