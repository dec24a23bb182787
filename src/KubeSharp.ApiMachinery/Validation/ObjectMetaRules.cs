namespace KubeSharp.ApiMachinery.Validation;

/// <summary>What differs between kinds when their metadata is checked.</summary>
public sealed record ObjectMetaRules
{
    /// <summary>Whether objects of this kind live in a namespace.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>The rule for names.</summary>
    public NameCheck Name { get; init; } = NameChecks.DnsSubdomain;

    /// <summary>Whether a finalizer without a domain must be one that Kubernetes knows. So for built-in kinds, not for custom ones.</summary>
    public bool StandardFinalizers { get; init; } = true;
}
