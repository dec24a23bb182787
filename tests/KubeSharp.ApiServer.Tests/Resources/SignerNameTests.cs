using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Who may be asked for a certificate.</summary>
public sealed class SignerNameTests
{
    private const string Subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
        + "'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    [Theory]
    [InlineData("example.com/a.b", "")]
    [InlineData("com/a", "s: Invalid value: \"com\": should be a domain with at least two segments separated by dots")]
    [InlineData("example.com/a.B.C", "s: Invalid value: \"a.B.C\": validating label \"B\": " + Subdomain)]
    [InlineData("a/b/c", "s: Invalid value: \"a/b/c\": must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    [InlineData("", "s: Required value")]
    public void ASignerIsADomainAndAName(string name, string expected) =>
        Assert.Equal(expected, Faults(errors => CertificateSigningRequestRules.CheckSigner(name, FieldPath.Of("s"), errors)));
}
