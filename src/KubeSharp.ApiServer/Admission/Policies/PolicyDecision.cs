namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A validation that failed.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Message">What to say.</param>
/// <param name="Reason">The reason of the answer; empty for Invalid.</param>
internal sealed record PolicyDecision(int Index, string Message, string Reason);
