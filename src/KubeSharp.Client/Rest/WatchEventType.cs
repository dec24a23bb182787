namespace KubeSharp.Client;

/// <summary>What a watch event says.</summary>
public enum WatchEventType
{
    /// <summary>The object is new, or newly matches the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone, or no longer matches the selector; the event holds its last state.</summary>
    Deleted,

    /// <summary>Nothing happened up to the revision of the event's object, which carries nothing else.</summary>
    Bookmark,
}
