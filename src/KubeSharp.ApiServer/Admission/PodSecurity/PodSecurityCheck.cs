namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>One rule of a level.</summary>
/// <param name="Id">Its name in the standard; rules are reported in this order.</param>
/// <param name="Level">The level it belongs to.</param>
/// <param name="Since">The first release that has it.</param>
/// <param name="Decide">What the pod violates, or null.</param>
internal sealed record PodSecurityCheck(string Id, PodSecurityLevel Level, int Since, Func<PodUnderCheck, Violation?> Decide)
{
    /// <summary>The rule of a lower level that this one replaces, or null.</summary>
    public string? Replaces { get; init; }
}
