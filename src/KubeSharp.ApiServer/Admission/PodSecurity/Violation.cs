namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>What a pod does that a policy forbids.</summary>
/// <param name="Reason">The kind of violation.</param>
/// <param name="Detail">Where it is; may be empty.</param>
internal sealed record Violation(string Reason, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason} ({Detail})";
}
