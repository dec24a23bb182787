namespace KubeSharp.Tests.Linearizability;

/// <summary>One call of a client on one key, with what it was answered. Values are unique, so a value stands for the write that made it.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Started">When, in ticks of one clock.</param>
/// <param name="Ended">When the answer came; <see cref="long.MaxValue"/> when it never did.</param>
/// <param name="Expected">The value that had to be there for a write; null for none. Only with <paramref name="Conditional"/>.</param>
/// <param name="Conditional">Whether the write was a compare-and-swap.</param>
/// <param name="Written">The value written; null for a delete or a read.</param>
/// <param name="Outcome">What the answer was.</param>
/// <param name="Observed">The value that a read found, or that a refused write found instead; null for none.</param>
internal sealed record Operation(
    OperationKind Kind, long Started, long Ended, string? Expected, bool Conditional, string? Written, OperationOutcome Outcome, string? Observed)
{
    /// <summary>Whether the answer is right when the key holds <paramref name="state"/>, and what it holds afterwards.</summary>
    public bool TryApply(string? state, out string? next)
    {
        next = state;
        if (Kind == OperationKind.Read) return Outcome == OperationOutcome.Unknown || state == Observed;
        // There is nothing to delete where nothing is.
        var holds = (!Conditional || state == Expected) && (Kind == OperationKind.Put || state is not null);
        if (Outcome == OperationOutcome.Refused) return !holds && state == Observed;
        if (holds) next = Written;
        return holds || Outcome == OperationOutcome.Unknown;
    }
}
