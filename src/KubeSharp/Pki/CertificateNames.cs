using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki;

/// <summary>Reads subjects and alternative names in the parts Kubernetes gives a meaning to.</summary>
internal static class CertificateNames
{
    private const string CommonNameOid = "2.5.4.3";
    private const string OrganizationOid = "2.5.4.10";

    /// <summary>Builds a subject of organizations and a common name, with every character allowed in either.</summary>
    public static X500DistinguishedName Subject(string commonName, IReadOnlyList<string> organizations)
    {
        var builder = new X500DistinguishedNameBuilder();
        foreach (var organization in organizations)
            builder.AddOrganizationName(organization);
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    /// <summary>The common name, or the empty string.</summary>
    public static string CommonName(X509Certificate2 certificate) => Values(certificate, CommonNameOid).LastOrDefault() ?? "";

    /// <summary>All organizations.</summary>
    public static IReadOnlyList<string> Organizations(X509Certificate2 certificate) => Values(certificate, OrganizationOid);

    /// <summary>The subject alternative names of both kinds.</summary>
    public static (IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses) AlternativeNames(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value != "2.5.29.17")
                continue;
            var names = new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical);
            return ([.. names.EnumerateDnsNames()], [.. names.EnumerateIPAddresses()]);
        }

        return ([], []);
    }

    private static List<string> Values(X509Certificate2 certificate, string oid)
    {
        List<string> values = [];
        var name = new AsnReader(certificate.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
        while (name.HasData)
        {
            var set = name.ReadSetOf();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                if (attribute.ReadObjectIdentifier() != oid)
                    continue;
                var tag = attribute.PeekTag();
                values.Add(attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue));
            }
        }

        return values;
    }
}
