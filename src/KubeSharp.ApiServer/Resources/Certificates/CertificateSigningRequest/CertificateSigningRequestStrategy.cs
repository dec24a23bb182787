using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication.Reviews;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;

/// <summary>
/// A request says who made it, and cannot change; approval and issuing go through subresources of their own
/// (https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/).
/// </summary>
internal sealed class CertificateSigningRequestStrategy : ResourceStrategy
{
    private static readonly string[] _identity = ["username", "uid", "groups", "extra"];

    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields => ["spec.signerName"];

    /// <inheritdoc/>
    public override NameCheck NameCheck => static (_, _) => [];

    // What was asked never changes, so nobody owns it.
    /// <inheritdoc/>
    public override IReadOnlyList<string> ThrownAway(string subresource) => subresource.Length == 0 ? ["spec", "status"] : ["spec"];

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => CertificateSigningRequestRules.Check(document, errors);

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CertificateSigningRequestRules.CheckUpdate(document, old, context.Subresource, errors);

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CertificateSigningRequestRules.CheckUpdate(document, old, "status", errors);

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document) => CertificateSigningRequestRow.Print(row, document);

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");

        // Whoever signs must be able to believe these: they are the server's word, never the requester's.
        foreach (var name in _identity)
            spec.Remove(name);
        foreach (var (name, value) in UserDocuments.Write(context.User))
            spec.Set(name, value);
        document.Set("status", new JsonObject());
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        document.CopyMember("spec", old);
        if (context.Subresource != "approval")
        {
            document.CopyMember("status", old);
            return;
        }

        var status = document.GetOrAddObject("status");
        CopyCertificate(status, old);
        Stamp(context, status, old);
    }

    /// <inheritdoc/>
    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        var status = document.GetOrAddObject("status");

        // Approving and denying is not the signer's business: those conditions stay as they are, and whoever adds or removes one is told so.
        foreach (var type in (ReadOnlySpan<string>)["Approved", "Denied"]) Keep(status, old, type);
        Stamp(context, status, old);
    }

    private static void Keep(JsonObject status, JsonObject old, string type)
    {
        var conditions = status.GetArray("conditions") ?? [];
        var before = (old.FindArray("status", "conditions") ?? []).Where(condition => condition.FindString("type") == type).ToArray();
        int[] now = [.. Enumerable.Range(0, conditions.Count).Where(index => conditions[index].FindString("type") == type)];
        for (var i = 0; now.Length == before.Length && i < now.Length; i++) conditions[now[i]] = before[i].DeepClone();
    }

    private static void CopyCertificate(JsonObject status, JsonObject old)
    {
        if (old.Find("status", "certificate") is { } certificate)
            status.Set("certificate", certificate.DeepClone());
        else
            status.Remove("certificate");
    }

    private static void Stamp(WriteContext context, JsonObject status, JsonObject old)
    {
        var now = UserDocuments.Time(context.Time.GetUtcNow());
        var before = old.FindArray("status", "conditions")?.OfType<JsonObject>().ToList() ?? [];
        foreach (var condition in status.GetArray("conditions")?.OfType<JsonObject>() ?? [])
        {
            condition.SetDefault("lastUpdateTime", now);
            if (condition["lastTransitionTime"] is { IsNull: false })
                continue;
            var same = before.Find(one => one.GetString("type") == condition.GetString("type") && one.GetString("status") == condition.GetString("status"));
            condition.Set("lastTransitionTime", same?["lastTransitionTime"]?.DeepClone() ?? now);
        }
    }
}
