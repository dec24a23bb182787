namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>Whether a webhook or policy is about a request.</summary>
/// <param name="Match">How it wants to see the request; null if it is not about it.</param>
/// <param name="Error">Why that cannot be said; then there is no match.</param>
internal readonly record struct MatchOutcome(AdmissionMatch? Match, ApiMachinery.Errors.StatusError? Error = null)
{
    /// <summary>The request is none of its business.</summary>
    public static MatchOutcome None => default;
}
