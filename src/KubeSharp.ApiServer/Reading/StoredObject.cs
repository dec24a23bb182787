using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Reading;

/// <summary>An object as it was committed. Immutable and shared between all its readers.</summary>
/// <param name="Key">The key in the store.</param>
/// <param name="Revision">The revision of the write: its resourceVersion.</param>
/// <param name="Json">The bytes that go to clients: UTF-8 JSON in the stored version, resourceVersion included.</param>
internal sealed record StoredObject(string Key, long Revision, ReadOnlyMemory<byte> Json)
{
    // Weakly held: the cache keeps every object for good, and documents are several times the size of their bytes.
    private WeakReference<ObjectFacts>? facts;
    private string? indexed;
    private ObjectViews? views;

    /// <summary>The object parsed, once for those who ask at about the same time. Shared: clone it before changing it.</summary>
    public JsonObject Document => Facts.Document;

    /// <summary>The labels, read without parsing the rest.</summary>
    public ObjectLabels Labels => Facts.Labels;

    /// <summary>The text that a field of the object has, read without parsing the rest; empty if it has none. A resource has one such field.</summary>
    public string Indexed(IndexedField field) => indexed ??= field.Read(Json.Span);

    /// <summary>The object as it is seen in other versions, as far as somebody looked; the latest first.</summary>
    public ObjectViews? Views
    {
        get => Volatile.Read(ref views);
        set => Volatile.Write(ref views, value);
    }

    private ObjectFacts Facts
    {
        get
        {
            var known = Volatile.Read(ref facts);
            if (known is not null && known.TryGetTarget(out var target)) return target;
            var fresh = new ObjectFacts(Json);
            if (known is not null) known.SetTarget(fresh);
            else Volatile.Write(ref facts, new WeakReference<ObjectFacts>(fresh));
            return fresh;
        }
    }
}
