namespace KubeSharp.Storage.Embedded;

/// <summary>An operation that someone awaits.</summary>
internal abstract class WriteOperation<TResult> : WriteOperation
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The outcome.</summary>
    public Task<TResult> Task => _completion.Task;

    /// <summary>Set by <see cref="WriteOperation.Apply"/>.</summary>
    protected TResult? Result { get; set; }

    /// <inheritdoc />
    public override void Complete() => _completion.TrySetResult(Result!);

    /// <inheritdoc />
    public override void Fail(StoreException fault) => _completion.TrySetException(fault);
}
