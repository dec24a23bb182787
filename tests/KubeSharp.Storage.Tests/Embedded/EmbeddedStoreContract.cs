using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Tests.Contract;

namespace KubeSharp.Storage.Tests.Embedded;

/// <summary>The embedded store keeps the contract.</summary>
public sealed class EmbeddedStoreContract : StoreContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _directory.Path });

    protected override Task CleanUpAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }
}
