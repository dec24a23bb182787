namespace KubeSharp.Client;

/// <summary>An <see cref="IInformerHandler{T}"/> made of delegates; null ones are skipped.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="added">For new objects.</param>
/// <param name="updated">For changed ones: old state, new state.</param>
/// <param name="deleted">For vanished ones: the last state seen.</param>
public sealed class InformerHandler<T>(Action<T>? added = null, Action<T, T>? updated = null, Action<T>? deleted = null) : IInformerHandler<T>
{
    /// <inheritdoc/>
    public void OnAdd(T item, bool isInitial) => added?.Invoke(item);

    /// <inheritdoc/>
    public void OnUpdate(T old, T item) => updated?.Invoke(old, item);

    /// <inheritdoc/>
    public void OnDelete(T last, bool finalStateUnknown) => deleted?.Invoke(last);
}
