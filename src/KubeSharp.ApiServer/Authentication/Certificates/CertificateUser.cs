using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication.Certificates;

/// <summary>Whom a client certificate names: common name is the user, organizations are groups. Pure.</summary>
internal static class CertificateUser
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    // Kubernetes' own attribute for a user's UID.
    private const string Uid = "1.3.6.1.4.1.57683.2";

    /// <summary>The user, or null if the certificate has no common name.</summary>
    public static UserInfo? From(X509Certificate2 certificate)
    {
        string name = "", uid = "";
        List<string> groups = [];
        var subject = new AsnReader(certificate.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
        while (subject.HasData)
        {
            var set = subject.ReadSetOf();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var oid = attribute.ReadObjectIdentifier();
                if (oid is not (CommonName or Organization or Uid))
                    continue;
                var value = attribute.ReadCharacterString((UniversalTagNumber)attribute.PeekTag().TagValue);
                if (oid == CommonName)
                    name = value;
                else if (oid == Uid)
                    uid = value;
                else
                    groups.Add(value);
            }
        }

        if (name.Length == 0)
            return null;
        var id = "X509SHA256=" + Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
        return new UserInfo
        {
            Name = name,
            Uid = uid,
            Groups = groups,
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [UserExtraKeys.CredentialId] = [id] },
        };
    }
}
