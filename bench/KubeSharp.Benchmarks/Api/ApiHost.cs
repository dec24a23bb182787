using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer;
using KubeSharp.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Benchmarks.Api;

/// <summary>An API server in this process, over TLS, with a store on a folder of its own.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Token = "benchmark-token";
    private readonly DirectoryInfo _directory;
    private readonly bool _own;

    private ApiHost(DirectoryInfo directory, bool own, EmbeddedStore store, ApiServerComponent server, X509Certificate2 certificate, X509Certificate2 client)
    {
        _directory = directory;
        _own = own;
        Store = store;
        Server = server;
        Certificate = certificate;
        ClientCertificate = client;
    }

    public EmbeddedStore Store { get; }

    public ApiServerComponent Server { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>Proves a member of system:masters.</summary>
    public X509Certificate2 ClientCertificate { get; }

    public static async Task<ApiHost> StartAsync(string? directory = null)
    {
        var own = directory is null;
        var folder = own ? Directory.CreateTempSubdirectory("kubesharp-bench-") : Directory.CreateDirectory(directory!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var client = IssueClient(certificate);
        var certFile = Path.Combine(folder.FullName, "tls.crt");
        var keyFile = Path.Combine(folder.FullName, "tls.key");
        var signingFile = Path.Combine(folder.FullName, "sa.key");
        var tokenFile = Path.Combine(folder.FullName, "tokens.csv");
        await File.WriteAllTextAsync(certFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(signingFile, key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(tokenFile, $"{Token},bench,1,\"system:masters\"\n");
        var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = Path.Combine(folder.FullName, "store") });
        var options = new ApiServerOptions
        {
            BindAddress = IPAddress.Loopback,
            // A documentation address: the slice of the kubernetes Service may not name the loopback interface.
            AdvertiseAddress = IPAddress.Parse("192.0.2.1"),
            SecurePort = 0,
            TlsCertFile = certFile,
            TlsPrivateKeyFile = keyFile,
            TokenAuthFile = tokenFile,
            ClientCaFile = certFile,
            ServiceAccountSigningKeyFile = signingFile,
        };
        var server = new ApiServerComponent(options, store, NullLoggerFactory.Instance, TimeProvider.System);
        await server.StartAsync();
        return new ApiHost(folder, own, store, server, X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), client);
    }

    private static X509Certificate2 IssueClient(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=system:masters, CN=bench", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Writes an object of about that size straight to the store.</summary>
    public static async Task PutAsync(EmbeddedStore store, string kind, string folder, string name, int size, string extra = "")
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"default\",\"uid\":\"6f2c3c4e-0000-4000-8000-000000000000\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\",\"annotations\":{{\"pad\":\"{extra}");
        var bytes = new byte[Math.Max(size, text.Length + 8)];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        bytes.AsSpan(length).Fill((byte)'x');
        "\"}}}"u8.CopyTo(bytes.AsSpan(bytes.Length - 4));
        await store.PutAsync($"/registry/{folder}/default/{name}", bytes, null);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Store.DisposeAsync();
        Certificate.Dispose();
        ClientCertificate.Dispose();
        if (_own)
            _directory.Delete(recursive: true);
    }
}
