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

    /// <summary>The user, null if the certificate has no common name; or why its subject cannot be believed.</summary>
    public static (UserInfo? User, string Error) From(X509Certificate2 certificate)
    {
        string name = "";
        List<string> groups = [], uids = [];
        try
        {
            foreach (var (oid, value) in Attributes(certificate))
            {
                if (oid == CommonName)
                    name = value;
                else if (oid == Uid)
                    uids.Add(value);
                else
                    groups.Add(value);
            }
        }
        catch (AsnContentException e)
        {
            return (null, $"the subject of the client certificate cannot be read: {e.Message}");
        }

        if (uids.Count > 1)
            return (null, $"expected 1 UID, but found multiple: [{string.Join(' ', uids)}]");
        if (uids is [""])
            return (null, "UID cannot be an empty string");
        if (name.Length == 0)
            return (null, "");
        var id = "X509SHA256=" + Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
        var user = new UserInfo
        {
            Name = name,
            Uid = uids.Count > 0 ? uids[0] : "",
            Groups = groups,
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [UserExtraKeys.CredentialId] = [id] },
        };
        return (user, "");
    }

    private static List<(string Oid, string Value)> Attributes(X509Certificate2 certificate)
    {
        List<(string Oid, string Value)> attributes = [];
        var subject = new AsnReader(certificate.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
        while (subject.HasData)
        {
            var set = subject.ReadSetOf();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var oid = attribute.ReadObjectIdentifier();
                if (oid is CommonName or Organization or Uid)
                    attributes.Add((oid, attribute.ReadCharacterString((UniversalTagNumber)attribute.PeekTag().TagValue)));
            }
        }

        return attributes;
    }
}
