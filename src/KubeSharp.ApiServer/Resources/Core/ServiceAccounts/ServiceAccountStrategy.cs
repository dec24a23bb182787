using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.ServiceAccounts;

/// <summary>ServiceAccounts: their secrets lie in the same namespace, so that only a name is kept of each.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/security/service-accounts/</remarks>
internal sealed class ServiceAccountStrategy : ResourceStrategy
{
    private const string EnforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets";

    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override bool AnswersDeletionWithObject => true;

    public override void PrepareForCreate(WriteContext context, JsonObject document) => KeepNames(document);

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old) => KeepNames(document);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (new Metadata(document).Annotation(EnforceMountableSecrets) is null) return;
        if (old is not null && new Metadata(old).Annotation(EnforceMountableSecrets) is not null) return;
        context.AddWarning(
            $"metadata.annotations[{EnforceMountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
    }

    private static void KeepNames(JsonObject account)
    {
        foreach (var secret in (account.GetArray("secrets") ?? []).OfType<JsonObject>())
        {
            for (var i = secret.Count - 1; i >= 0; i--)
            {
                if (secret.NameAt(i) != "name") secret.RemoveAt(i);
            }
        }
    }
}
