namespace KubeSharp.Client;

/// <summary>One event of a watch. An ERROR event of the server surfaces as <see cref="KubeApiException"/> instead.</summary>
/// <typeparam name="T">The kind watched.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the event; for a bookmark only its resourceVersion (and annotations) mean anything.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);
