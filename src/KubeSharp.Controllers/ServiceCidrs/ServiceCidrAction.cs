using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>What is to be done about one range of service addresses.</summary>
internal sealed record ServiceCidrAction
{
    /// <summary>Nothing.</summary>
    public static ServiceCidrAction None { get; } = new();

    /// <summary>Whether the finalizer is missing.</summary>
    public bool AddFinalizer { get; init; }

    /// <summary>Whether nothing holds the range any more.</summary>
    public bool RemoveFinalizer { get; init; }

    /// <summary>The Ready condition to set; null to leave it.</summary>
    public Condition? Ready { get; init; }

    /// <summary>When to look again although nothing happens; null for never.</summary>
    public TimeSpan? After { get; init; }
}
