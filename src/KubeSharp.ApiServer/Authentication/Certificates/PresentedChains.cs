using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication.Certificates;

/// <summary>The certificates that a client showed beside its own in the handshake: those between it and an authority that we know.</summary>
internal sealed class PresentedChains
{
    // A chain is a few certificates long; whoever shows more wants to cost us something.
    private const int Longest = 10;
    private readonly ConditionalWeakTable<X509Certificate2, X509Certificate2Collection> chains = [];

    /// <summary>Called at the end of a handshake.</summary>
    public void Remember(X509Certificate? shown, X509Chain? chain)
    {
        if (shown is not X509Certificate2 own || chain is not { ChainPolicy.ExtraStore: { Count: > 0 } store }) return;
        X509Certificate2Collection others = [];
        for (var i = 0; i < store.Count && i < Longest; i++)
        {
            // The handshake disposes of its own; these are ours.
            if (!store[i].RawDataMemory.Span.SequenceEqual(own.RawDataMemory.Span)) others.Add(X509CertificateLoader.LoadCertificate(store[i].RawDataMemory.Span));
        }

        if (others.Count > 0) chains.AddOrUpdate(own, others);
    }

    /// <summary>What was shown beside a certificate; null if nothing was.</summary>
    public X509Certificate2Collection? Of(X509Certificate2 certificate) => chains.TryGetValue(certificate, out var others) ? others : null;
}
