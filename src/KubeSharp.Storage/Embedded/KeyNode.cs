namespace KubeSharp.Storage.Embedded;

/// <summary>A key and its remembered writes, newest first.</summary>
/// <remarks>
/// The writer puts records in front before their transaction commits. Readers do not see them, because they look for the last record at or below the
/// published revision; a transaction that fails puts the old head back.
/// </remarks>
internal sealed class KeyNode(string key)
{
    private KeyRecord? _head;

    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The newest record, committed or about to be.</summary>
    public KeyRecord? Head
    {
        get => Volatile.Read(ref _head);
        set => Volatile.Write(ref _head, value);
    }

    /// <summary>The record that was in force at a revision; null when the key did not exist then.</summary>
    public KeyRecord? At(long revision)
    {
        var record = Head;
        while (record is not null && record.ModRevision > revision)
            record = record.Previous;
        return record is { Deleted: false } ? record : null;
    }
}
