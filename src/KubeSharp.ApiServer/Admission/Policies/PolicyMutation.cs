using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One change that a mutating policy makes.</summary>
/// <param name="Applies">Whether it is a configuration to be merged; otherwise a JSON patch.</param>
/// <param name="Expression">Makes it.</param>
/// <param name="Compiled">The same, compiled.</param>
internal sealed record PolicyMutation(bool Applies, string Expression, CelCompilation Compiled);
