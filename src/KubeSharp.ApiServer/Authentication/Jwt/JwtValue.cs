using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>What an expression gave.</summary>
/// <param name="Value">The value; null if there is none.</param>
/// <param name="Error">Why there is none, or empty.</param>
internal readonly record struct JwtValue(JsonValue? Value, string Error);
