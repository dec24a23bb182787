using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Models.Certificates.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class CertificateTests
{
    [Theory]
    [InlineData("CN=system:node:n1,O=system:nodes", "", "client auth", true)]
    [InlineData("CN=system:node:n1,O=system:masters", "", "client auth", false)]
    [InlineData("CN=admin,O=system:nodes", "", "client auth", false)]
    [InlineData("CN=system:node:n1,O=system:nodes", "n1", "client auth", false)]
    [InlineData("CN=system:node:n1,O=system:nodes", "", "server auth", false)]
    public void Only_a_node_gets_a_kubelet_client_certificate(string subject, string dns, string purpose, bool allowed)
    {
        CertificateSigningRequest request = Request(SignerNames.KubeletClient, subject, purpose, dns);
        Assert.Equal(allowed, CertificateDecision.Refusal(request, RequestFacts.Read(request.Spec.Request)!) is null);
    }

    [Fact]
    public void A_serving_certificate_is_for_the_node_that_asks_and_names_it()
    {
        CertificateSigningRequest request = Request(SignerNames.KubeletServing, "CN=system:node:n1,O=system:nodes", "server auth", "n1", "10.0.0.1");
        request.Spec.Username = "system:node:n1";
        RequestFacts facts = RequestFacts.Read(request.Spec.Request)!;
        Assert.Null(CertificateDecision.Refusal(request, facts));
        Assert.Equal(["n1"], facts.DnsNames);
        Assert.Equal(["10.0.0.1"], facts.IPAddresses);
        request.Spec.Username = "system:node:n2";
        Assert.NotNull(CertificateDecision.Refusal(request, facts));
    }

    [Fact]
    public void A_signed_certificate_has_what_was_asked_for_and_no_more_life_than_allowed()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuer = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        issuer.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(issuer.PublicKey, false));
        using X509Certificate2 authority = issuer.CreateSelfSigned(Make.Now.AddDays(-1), Make.Now.AddYears(10));
        CertificateSigningRequest request = Request(SignerNames.KubeletServing, "CN=system:node:n1,O=system:nodes", "server auth", "n1");
        request.Spec.ExpirationSeconds = 3600;
        byte[] pem = CertificateSigner.Sign(request, RequestFacts.Read(request.Spec.Request)!, authority, TimeSpan.FromDays(365), Make.Now);
        using X509Certificate2 signed = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
        Assert.Contains("CN=system:node:n1", signed.Subject, StringComparison.Ordinal);
        Assert.True(signed.MatchesHostname("n1"));
        Assert.Equal(TimeSpan.FromHours(1), signed.NotAfter - signed.NotBefore);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Make.Now.LocalDateTime;
        Assert.True(chain.Build(signed));
    }

    [Fact]
    public void What_is_no_request_is_not_read() => Assert.Null(RequestFacts.Read("nonsense"u8.ToArray()));

    [Fact]
    public void Requests_are_dropped_when_nobody_needs_them()
    {
        CertificateSigningRequest request = Request(SignerNames.ApiServerClient, "CN=x", "client auth");
        request.Metadata.CreationTimestamp = Make.Now;
        Assert.Equal(TimeSpan.FromHours(24), CertificateDecision.Life(request, Make.Now));
        request.Status.Conditions = [new CertificateSigningRequestCondition { Type = "Denied", Status = "True", LastUpdateTime = Make.Now }];
        Assert.Equal(TimeSpan.FromHours(1), CertificateDecision.Life(request, Make.Now));
    }

    private static CertificateSigningRequest Request(string signer, string subject, string purpose, string dns = "", string ip = "")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (dns.Length + ip.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (dns.Length > 0) names.AddDnsName(dns);
            if (ip.Length > 0) names.AddIpAddress(IPAddress.Parse(ip));
            request.CertificateExtensions.Add(names.Build());
        }

        var result = new CertificateSigningRequest();
        result.Spec.SignerName = signer;
        result.Spec.Usages = ["digital signature", "key encipherment", purpose];
        result.Spec.Request = Encoding.ASCII.GetBytes(request.CreateSigningRequestPem());
        return result;
    }
}
