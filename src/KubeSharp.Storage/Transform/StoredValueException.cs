namespace KubeSharp.Storage.Transform;

/// <summary>A stored value cannot be read, or a value cannot be brought into the form to store.</summary>
/// <param name="key">The key it stands at.</param>
/// <param name="reason">Why, in words.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoredValueException(string key, string reason, Exception? innerException = null)
    : StoreException(reason, innerException)
{
    /// <summary>The same fault for who reads many values: it says which one it is.</summary>
    public StoredValueException OfMany() => new(Key, $"unable to transform key \"{Key}\": {Message}", this);

    /// <summary>The key it stands at.</summary>
    public string Key { get; } = key;
}
