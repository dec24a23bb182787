namespace KubeSharp.ApiMachinery.Errors;

/// <summary>One reason among several why a request failed.</summary>
/// <param name="Reason">Machine-readable; empty when unknown.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">The field at fault, or empty.</param>
public sealed record StatusCause(string Reason, string Message, string Field = "");
