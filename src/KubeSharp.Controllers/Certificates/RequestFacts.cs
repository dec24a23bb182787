using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSharp.Controllers;

/// <summary>What a PKCS#10 request asks for.</summary>
internal sealed record RequestFacts(CertificateRequest Request, string CommonName, IReadOnlyList<string> Organizations, IReadOnlyList<string> DnsNames, IReadOnlyList<string> IPAddresses, bool HasOtherNames)
{
    /// <summary>Reads the PEM text; null when it is none or its signature is wrong.</summary>
    public static RequestFacts? Read(byte[] pem)
    {
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequestPem(Encoding.UTF8.GetString(pem), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }

        string name = "";
        var organizations = new List<string>();
        foreach (X500RelativeDistinguishedName part in request.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) return null;
            string value = part.GetSingleElementValue() ?? "";
            if (part.GetSingleElementType().Value == "2.5.4.3") name = value;
            else if (part.GetSingleElementType().Value == "2.5.4.10") organizations.Add(value);
        }

        var dns = new List<string>();
        var addresses = new List<string>();
        bool others = false;
        foreach (X509Extension extension in request.CertificateExtensions)
        {
            if (extension.Oid?.Value != "2.5.29.17") continue;
            var names = new X509SubjectAlternativeNameExtension(extension.RawData);
            dns.AddRange(names.EnumerateDnsNames());
            foreach (System.Net.IPAddress address in names.EnumerateIPAddresses()) addresses.Add(address.ToString());

            // What is neither a DNS name nor an address (a mail address, a URI) shows as a difference in what is written back.
            var builder = new SubjectAlternativeNameBuilder();
            foreach (string entry in dns) builder.AddDnsName(entry);
            foreach (System.Net.IPAddress address in names.EnumerateIPAddresses()) builder.AddIpAddress(address);
            others = dns.Count + addresses.Count == 0 || builder.Build().RawData.Length != extension.RawData.Length;
        }

        return new RequestFacts(request, name, organizations, dns, addresses, others);
    }
}
