using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>How the tests use etcd.</summary>
internal static class EtcdTestOptions
{
    /// <summary>A store on these members, with everything below a prefix of its own.</summary>
    public static EtcdStoreOptions For(IEnumerable<EtcdProcess> members) => new()
    {
        Endpoints = [.. members.Select(member => member.Address)],
        KeyRoot = "/",
        EtcdPrefix = "/test/",
        CompactionInterval = TimeSpan.Zero,
    };
}
