namespace KubeSharp.Storage.Embedded;

/// <summary>A record together with the node it belongs to.</summary>
internal readonly record struct NodeRecord(KeyNode Node, KeyRecord Record);
