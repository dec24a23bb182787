using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One thing that a validating policy notes in the audit log.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Expression">Makes the value.</param>
/// <param name="Compiled">The same, compiled.</param>
internal sealed record PolicyAnnotation(string Key, string Expression, CelCompilation Compiled);
