namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A policy that could not be evaluated.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Binding">The binding; null if the policy itself is at fault.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Reason">The reason for the answer; empty for Forbidden.</param>
internal sealed record PolicyError(AdmissionPolicy Policy, PolicyBinding? Binding, string Message, string Reason = "");
