namespace KubeSharp.Client;

/// <summary>
/// Told of every change an informer sees. Calls come one at a time, in order, after the informer's store has the new state, on the
/// informer's own loop: return quickly (put a key into a queue) and never wait.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IInformerHandler<in T>
{
    /// <summary>An object is there. <paramref name="isInitial"/>: it was part of the first list (or was there before this handler).</summary>
    void OnAdd(T item, bool isInitial);

    /// <summary>An object changed. After a gap in the watch several changes come as one. On a resync both are the same.</summary>
    void OnUpdate(T old, T item);

    /// <summary>
    /// An object is gone. <paramref name="finalStateUnknown"/>: it vanished while nobody watched, so <paramref name="last"/> is the
    /// last state that was seen and not necessarily its last.
    /// </summary>
    void OnDelete(T last, bool finalStateUnknown);
}
