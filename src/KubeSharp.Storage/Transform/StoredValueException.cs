namespace KubeSharp.Storage.Transform;

/// <summary>A stored value cannot be read.</summary>
/// <param name="key">The key it stands at.</param>
/// <param name="reason">Why, in words.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoredValueException(string key, string reason, Exception? innerException = null)
    : StoreException($"The value of {key} cannot be read: {reason}", innerException)
{
    /// <summary>The key it stands at.</summary>
    public string Key { get; } = key;
}
