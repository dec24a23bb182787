using System.Security.Cryptography.X509Certificates;
using KubeSharp.Models.Authentication.V1;

namespace KubeSharp.Kubelet.Server.Access;

/// <summary>Recognises client certificates that the cluster's authority signed; the file is read again when it changes.</summary>
internal sealed class ClientCertificates(string? authorityFile, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    private readonly Lock _lock = new();
    private X509Certificate2Collection _authorities = [];
    private DateTime _version;

    /// <summary>The user that the certificate names; null when it is not one of the cluster's, or not valid now.</summary>
    public UserInfo? Identify(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));
        if (!chain.Build(certificate))
            return null;

        UserInfo user = new() { Groups = ["system:authenticated"] };
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements)
                continue;
            switch (part.GetSingleElementType().Value)
            {
                case CommonName:
                    user.Username = part.GetSingleElementValue();
                    break;
                case Organization when part.GetSingleElementValue() is { } group:
                    user.Groups.Add(group);
                    break;
                default:
                    break;
            }
        }

        return string.IsNullOrEmpty(user.Username) ? null : user;
    }

    private X509Certificate2Collection Authorities()
    {
        if (authorityFile is null)
            return [];
        lock (_lock)
        {
            var version = File.GetLastWriteTimeUtc(authorityFile);
            if (version != _version)
            {
                X509Certificate2Collection read = [];
                read.ImportFromPemFile(authorityFile);
                _authorities = read;
                _version = version;
            }

            return _authorities;
        }
    }
}
