using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What a step of a path found.</summary>
/// <param name="Values">The values; of a step that failed those it started from.</param>
/// <param name="Failed">Whether the values are not of the kind that the step is for.</param>
internal readonly record struct JsonPathFound(IReadOnlyList<JsonValue> Values, bool Failed = false);
