namespace KubeSharp.Storage.Etcd;

/// <summary>Keys that are kept in an etcd of their own.</summary>
/// <param name="KeyPrefix">What these keys start with, as the store's users know them.</param>
/// <param name="Endpoints">Addresses of that etcd's members.</param>
public sealed record EtcdOverride(string KeyPrefix, IReadOnlyList<Uri> Endpoints);
