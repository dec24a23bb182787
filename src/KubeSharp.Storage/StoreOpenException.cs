namespace KubeSharp.Storage;

/// <summary>A store cannot be opened and retrying will not help: its file is corrupt, not ours, newer than this program, or in use.</summary>
/// <param name="message">One sentence for the user: what, where, what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoreOpenException(string message, Exception? innerException = null) : StoreException(message, innerException);
