using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Fills Secrets that ask for a service account's token, and deletes those whose account is gone.</summary>
internal sealed class TokenSecretController : KeyedController
{
    private const string SecretType = "kubernetes.io/service-account-token";
    private const string AccountName = "kubernetes.io/service-account.name";
    private const string AccountUid = "kubernetes.io/service-account.uid";
    private readonly Informer<Secret> secrets;
    private readonly Informer<ServiceAccount> accounts;

    public TokenSecretController(ControllerContext context)
        : base(context)
    {
        // Only these Secrets: no other one needs to be in this process's memory.
        secrets = Need<Secret>(fieldSelector: "type=" + SecretType);
        secrets.AddHandler(item => Queue.Add(ObjectKey.Of(item)), (_, item) => Queue.Add(ObjectKey.Of(item)));
        accounts = Need<ServiceAccount>();
        accounts.AddHandler(AccountSeen, null, AccountSeen);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (Context.Options.ServiceAccountPrivateKeyFile is not { } keyFile) return ReconcileResult.Done;
        if (secrets.Get(key) is not { } secret || secret.Type != SecretType || secret.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        if (secret.Metadata.Annotations?.GetValueOrDefault(AccountName) is not { Length: > 0 } name) return ReconcileResult.Done;
        ServiceAccount? account = accounts.Get(key.Namespace, name) ?? await Client.FindAsync<ServiceAccount>(key.Namespace, name, cancellationToken).ConfigureAwait(false);
        string? uid = secret.Metadata.Annotations.GetValueOrDefault(AccountUid);
        if (account is null || (!string.IsNullOrEmpty(uid) && uid != account.Metadata.Uid))
        {
            await DeleteAsync(secret, cancellationToken).ConfigureAwait(false);
            return ReconcileResult.Done;
        }

        byte[]? authority = Context.Options.RootCAFile is { } file ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false) : null;
        Secret copy = secret.DeepCopy();
        Dictionary<string, byte[]> data = copy.Data ??= [];
        bool changed = Set(data, "namespace", Encoding.UTF8.GetBytes(key.Namespace));
        if (authority is not null) changed |= Set(data, "ca.crt", authority);
        if (!data.TryGetValue("token", out byte[]? token) || token.Length == 0)
        {
            string pem = await File.ReadAllTextAsync(keyFile, cancellationToken).ConfigureAwait(false);
            data["token"] = Encoding.ASCII.GetBytes(LegacyToken.Sign(pem, account, key.Name));
            changed = true;
        }

        if (string.IsNullOrEmpty(uid))
        {
            copy.Metadata.Annotations![AccountUid] = account.Metadata.Uid!;
            changed = true;
        }

        if (changed) await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private static bool Set(Dictionary<string, byte[]> data, string name, byte[] value)
    {
        if (data.TryGetValue(name, out byte[]? had) && had.AsSpan().SequenceEqual(value)) return false;
        data[name] = value;
        return true;
    }

    private async Task DeleteAsync(Secret secret, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = secret.Metadata.Uid } };
            await Client.DeleteAsync<Secret>(secret.Metadata.Namespace, secret.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private void AccountSeen(ServiceAccount account)
    {
        foreach (Secret secret in secrets.List(account.Metadata.Namespace ?? ""))
            if (secret.Metadata.Annotations?.GetValueOrDefault(AccountName) == account.Metadata.Name) Queue.Add(ObjectKey.Of(secret));
    }
}
