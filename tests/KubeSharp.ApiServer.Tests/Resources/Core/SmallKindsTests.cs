using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Resources.Core.Endpoints;
using KubeSharp.ApiServer.Resources.Core.Events;
using KubeSharp.ApiServer.Resources.Core.Namespaces;
using KubeSharp.ApiServer.Resources.Core.Nodes;
using KubeSharp.ApiServer.Resources.Core.Secrets;
using KubeSharp.ApiServer.Resources.Core.ServiceAccounts;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources.Core;

/// <summary>Nodes, namespaces, endpoints, events, accounts and secrets: what is wrong with them.</summary>
public sealed class SmallKindsTests
{
    private const string Cidrs = "node updates may not change podCIDR except from \"\" to valid";

    [Theory]
    [InlineData("""["10.0.0.0/24","x"]""",
        "spec.podCIDRs[1]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)\n"
        + "spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: x)\n"
        + "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"x\"]: may specify no more than one CIDR for each IP family")]
    [InlineData("""["10.0.0.0/24","10.0.1.0/24"]""", "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: may specify no more than one CIDR for each IP family")]
    [InlineData("""["10.0.0.0/24","fd00::/64"]""", "")]
    public void ANodeHasOneRangeOfEachFamily(string ranges, string expected) =>
        Assert.Equal(expected, Faults(errors => NodeRules.Check(Parse($$$"""{"spec":{"podCIDRs":{{{ranges}}}}}"""), errors)));

    [Theory]
    [InlineData("""{"podCIDRs":["a","b"]}""", """{"podCIDRs":["c","d"]}""", "spec.podCIDRs: Forbidden: " + Cidrs + "\nspec.podCIDRs: Forbidden: " + Cidrs)]
    [InlineData("""{"podCIDRs":["a"]}""", """{"podCIDRs":["c","d"]}""", "spec.podCIDRs: Forbidden: " + Cidrs)]
    [InlineData("""{"externalID":"a"}""", "{}", "spec.externalID: Forbidden: may not be updated")]
    public void WhatANodeKeeps(string now, string old, string expected) =>
        Assert.Equal(expected, Faults(errors => NodeRules.CheckUpdate(Parse($$"""{"spec":{{now}}}"""), Parse($$"""{"spec":{{old}}}"""), errors)));

    [Theory]
    [InlineData(false, "spec.finalizers: Invalid value: \"odd\": name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData(true, "spec.finalizers[1]: Invalid value: \"odd\": name is neither a standard finalizer name nor is it fully qualified")]
    public void AFinalizerOfANamespaceIsSomebodys(bool numbered, string expected) =>
        Assert.Equal(expected, Faults(errors => NamespaceValidation.Check(Parse("""{"spec":{"finalizers":["kubernetes","odd"]}}"""), errors, numbered)));

    [Fact]
    public void AnAddressOfAnEndpointIsLookedAtTwice() => Assert.Equal(
        "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)\nsubsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address",
        Faults(errors => EndpointsValidation.Check(Parse("""{"subsets":[{"addresses":[{"ip":"x"}]}]}"""), null, errors)));

    [Theory]
    [InlineData("kube-system", "")]
    [InlineData("other", "involvedObject.namespace: Invalid value: \"\": does not match event.namespace")]
    public void AnEventOfTheClusterLiesInANamespaceOfTheCluster(string space, string expected)
    {
        var item = Parse($$"""
            {"metadata":{"namespace":"{{space}}"},"eventTime":"2024-01-01T00:00:00.000000Z","reportingComponent":"c","reportingInstance":"i","action":"a","reason":"r"}
            """);
        Assert.Equal(expected, Faults(errors => EventRules.Check(item, strict: false, errors)));
    }

    [Fact]
    public void ASeriesThatWasThereIsNotLookedAtAgain()
    {
        const string Event = """{"involvedObject":{"namespace":"n"},"eventTime":"2024-01-01T00:00:00.000000Z","reportingComponent":"c","reportingInstance":"i","action":"a","reason":"r","series":{"count":1}}""";
        Assert.Equal("", Faults(errors => EventRules.CheckUpdate(Parse(Event), Parse(Event), strict: true, errors)));
    }

    [Fact]
    public void OfASecretAnAccountKeepsTheName()
    {
        var account = Parse("""{"secrets":[{"kind":"Secret","namespace":"n","name":"s","uid":"u"}]}""");
        new ServiceAccountStrategy().PrepareForCreate(null!, account);
        Assert.Equal("""{"secrets":[{"name":"s"}]}""", account.ToString());
    }

    [Theory]
    [InlineData("", "", "tls: failed to find any PEM data in certificate input")]
    [InlineData("KEY", "", "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched")]
    [InlineData("ODD", "", "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: [ODD]")]
    [InlineData("CERTIFICATE", "", "tls: failed to find any PEM data in key input")]
    [InlineData("CERTIFICATE", "CERTIFICATE", "tls: found a certificate rather than a key in the PEM for the private key")]
    [InlineData("CERTIFICATE", "ODD", "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [ODD]")]
    [InlineData("CERTIFICATE", "KEY", null)]
    [InlineData("CERTIFICATE", "OTHER KEY", "tls: private key does not match public key")]
    [InlineData("CERTIFICATE", "CURVE", "tls: private key type does not match public key type")]
    [InlineData("CERTIFICATE", "BROKEN KEY", "tls: failed to parse private key")]
    [InlineData("BROKEN", "KEY", "x509: malformed certificate")]
    public void AKeyThatServersCannotUseIsFound(string certificate, string key, string? problem)
    {
        using var rsa = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        string Pem(string what) => what switch
        {
            "CERTIFICATE" => made.ExportCertificatePem(),
            "KEY" => rsa.ExportRSAPrivateKeyPem(),
            "OTHER KEY" => other.ExportPkcs8PrivateKeyPem(),
            "CURVE" => curve.ExportECPrivateKeyPem(),
            "ODD" => PemEncoding.WriteString("ODD", [1]),
            "BROKEN" => PemEncoding.WriteString("CERTIFICATE", [1]),
            "BROKEN KEY" => PemEncoding.WriteString("PRIVATE KEY", [1]),
            _ => what,
        };

        Assert.Equal(problem, KeyPairs.Problem(Pem(certificate), Pem(key)));
    }
}
