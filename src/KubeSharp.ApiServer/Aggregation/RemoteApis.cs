using System.Collections.Frozen;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>The versions of groups that other servers serve. Lookups take no lock; the table is replaced as a whole.</summary>
internal sealed class RemoteApis
{
    private volatile FrozenDictionary<(string Group, string Version), RemoteApi> table = FrozenDictionary<(string, string), RemoteApi>.Empty;

    /// <summary>Raised after the table changed.</summary>
    public event Action? Changed;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => table.Count == 0;

    /// <summary>All of them.</summary>
    public IReadOnlyList<RemoteApi> All => table.Values;

    /// <summary>The server of a version, or null.</summary>
    public RemoteApi? Find(string group, string version) => table.GetValueOrDefault((group, version));

    /// <summary>Replaces the table.</summary>
    public void Set(IEnumerable<RemoteApi> apis)
    {
        table = apis.ToFrozenDictionary(api => (api.Group, api.Version));
        Changed?.Invoke();
    }
}
