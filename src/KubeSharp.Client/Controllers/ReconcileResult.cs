namespace KubeSharp.Client;

/// <summary>What a reconciler asks for after a key went well; trouble is thrown instead.</summary>
/// <param name="RequeueAfter">Look at the key again after this time even if nothing happens; null: only when something does.</param>
/// <param name="IsRetry">Look at the key again with its back-off, without calling it a fault.</param>
public readonly record struct ReconcileResult(TimeSpan? RequeueAfter = null, bool IsRetry = false)
{
    /// <summary>Nothing more to do until something changes.</summary>
    public static ReconcileResult Done => default;

    /// <summary>Not finished; again with back-off.</summary>
    public static ReconcileResult Retry => new(null, true);

    /// <summary>Nothing to do before <paramref name="delay"/>.</summary>
    public static ReconcileResult After(TimeSpan delay) => new(delay);
}
