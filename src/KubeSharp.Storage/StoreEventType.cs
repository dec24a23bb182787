namespace KubeSharp.Storage;

/// <summary>What happened to a key.</summary>
public enum StoreEventType
{
    /// <summary>The key did not exist and was put.</summary>
    Created,

    /// <summary>The key existed and was put again.</summary>
    Updated,

    /// <summary>The key was deleted, by a caller or because its time was over.</summary>
    Deleted,
}
