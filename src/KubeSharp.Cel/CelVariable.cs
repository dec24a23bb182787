using KubeSharp.Cel.Types;

namespace KubeSharp.Cel;

/// <summary>A variable that expressions may read.</summary>
/// <param name="Name">The name, which may have dots.</param>
/// <param name="Schema">What its values look like.</param>
public sealed record CelVariable(string Name, CelSchema Schema);
