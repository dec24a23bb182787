namespace KubeSharp.Cel.Types;

/// <summary>One field of a declared object.</summary>
/// <param name="Name">The name in expressions, escaped where the JSON name is no identifier (see <see cref="CelNames"/>).</param>
/// <param name="JsonName">The name in documents.</param>
/// <param name="Schema">What its values are.</param>
/// <param name="Required">Whether documents always have it.</param>
public sealed record CelField(string Name, string JsonName, CelSchema Schema, bool Required = false);
