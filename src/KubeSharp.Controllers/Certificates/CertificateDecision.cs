using KubeSharp.Models.Certificates.V1;

namespace KubeSharp.Controllers;

/// <summary>The rules of the built-in signers, and of what becomes of requests that nobody needs any more.</summary>
internal static class CertificateDecision
{
    private const string NodesGroup = "system:nodes";
    private const string NodePrefix = "system:node:";

    public static bool Has(CertificateSigningRequest request, string type) =>
        request.Status.Conditions?.Exists(c => c.Type == type && c.Status is Truth.True or "") == true;

    /// <summary>Why the signer must not sign; null when it may.</summary>
    public static string? Refusal(CertificateSigningRequest request, RequestFacts facts)
    {
        List<string> usages = request.Spec.Usages ?? [];
        return request.Spec.SignerName switch
        {
            SignerNames.ApiServerClient => usages.Contains("client auth") && usages.TrueForAll(static u => u is "client auth" or "digital signature" or "key encipherment")
                ? null : "only client authentication may be asked of this signer",
            SignerNames.KubeletClient => IsKubeletClient(facts, usages) ? null : "not the request of a kubelet for its client certificate",
            SignerNames.KubeletServing => IsKubeletServing(facts, usages) && facts.CommonName == request.Spec.Username
                ? null : "not the request of a kubelet for its own serving certificate",
            _ => null,
        };
    }

    /// <summary>A node's client certificate: its own name, the nodes' group, no other names.</summary>
    public static bool IsKubeletClient(RequestFacts facts, List<string> usages) =>
        IsNode(facts) && facts.DnsNames.Count == 0 && facts.IPAddresses.Count == 0 && !facts.HasOtherNames
        && Uses(usages, "client auth");

    /// <summary>Seconds until the request may be deleted; null when that is not foreseeable.</summary>
    public static TimeSpan? Life(CertificateSigningRequest request, DateTimeOffset now)
    {
        DateTimeOffset created = request.Metadata.CreationTimestamp?.Value ?? now;
        TimeSpan? left = null;
        foreach (CertificateSigningRequestCondition condition in request.Status.Conditions ?? [])
        {
            // Denied, failed and approved requests are only of interest for a while.
            DateTimeOffset since = condition.LastUpdateTime?.Value ?? created;
            TimeSpan rest = since.AddHours(1) - now;
            if (condition.Type is "Approved" or "Denied" or "Failed" && (left is null || rest < left)) left = rest;
        }

        return left ?? created.AddHours(24) - now;
    }

    private static bool IsKubeletServing(RequestFacts facts, List<string> usages) =>
        IsNode(facts) && facts.DnsNames.Count + facts.IPAddresses.Count > 0 && !facts.HasOtherNames && Uses(usages, "server auth");

    private static bool IsNode(RequestFacts facts) =>
        facts.Organizations.Count == 1 && facts.Organizations[0] == NodesGroup && facts.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal)
        && facts.CommonName.Length > NodePrefix.Length;

    private static bool Uses(List<string> usages, string purpose) =>
        usages.Contains(purpose) && usages.Contains("digital signature")
        && usages.TrueForAll(u => u == purpose || u is "digital signature" or "key encipherment");
}
