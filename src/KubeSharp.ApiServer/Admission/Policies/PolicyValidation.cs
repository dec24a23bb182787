using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One thing that a validating policy demands.</summary>
/// <param name="Expression">What must be true.</param>
/// <param name="Compiled">The same, compiled.</param>
/// <param name="Message">What to say when it is not; may be empty.</param>
/// <param name="MessageExpression">Makes what to say; null for none.</param>
/// <param name="Reason">The reason of the answer; may be empty.</param>
internal sealed record PolicyValidation(string Expression, CelCompilation Compiled, string Message, CelCompilation? MessageExpression, string Reason);
