using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Gives every namespace the service account <c>default</c>, which pods use that name none.</summary>
internal sealed class ServiceAccountController : KeyedController
{
    private const string DefaultName = "default";
    private readonly Informer<Namespace> namespaces;
    private readonly Informer<ServiceAccount> accounts;

    public ServiceAccountController(ControllerContext context)
        : base(context, workers: 1)
    {
        namespaces = Need<Namespace>();
        namespaces.AddHandler(item => Queue.Add(ObjectKey.Of(item)), (_, item) => Queue.Add(ObjectKey.Of(item)));
        accounts = Need<ServiceAccount>();
        accounts.AddHandler(deleted: account =>
        {
            if (account.Metadata.Name == DefaultName) Queue.Add(new ObjectKey("", account.Metadata.Namespace ?? ""));
        });
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Namespace? item = namespaces.Get(key);
        if (item is null || item.Status.Phase == "Terminating" || item.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        if (accounts.Get(key.Name, DefaultName) is not null) return ReconcileResult.Done;
        var account = new ServiceAccount();
        account.Metadata.Namespace = key.Name;
        account.Metadata.Name = DefaultName;
        try
        {
            await Client.CreateAsync(account, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists || e.IsNamespaceTerminating || e.IsNotFound)
        {
            // There already, or no longer needed.
        }

        return ReconcileResult.Done;
    }
}
