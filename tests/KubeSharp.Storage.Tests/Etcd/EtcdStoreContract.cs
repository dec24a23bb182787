using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Tests.Contract;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>The store on etcd keeps the contract.</summary>
public sealed class EtcdStoreContract : StoreContract
{
    private List<EtcdProcess> _members = [];

    protected override async Task<IStore> OpenAsync()
    {
        _members = EtcdProcess.Start(1);
        return await EtcdStore.OpenAsync(EtcdTestOptions.For(_members), Cancelled);
    }

    protected override async Task CleanUpAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
    }
}
