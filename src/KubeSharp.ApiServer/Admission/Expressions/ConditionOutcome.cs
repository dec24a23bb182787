namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>Whether all match conditions hold.</summary>
/// <param name="Matches">Whether the webhook or policy goes on.</param>
/// <param name="Error">Why that could not be found out, where this must not be ignored; null otherwise.</param>
internal readonly record struct ConditionOutcome(bool Matches, string? Error = null);
