using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>One step of a path: from values to values.</summary>
internal delegate JsonPathFound JsonPathStep(IReadOnlyList<JsonValue> input);
