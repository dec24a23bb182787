using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting.Tls;

/// <summary>A certificate and its key in files named on the command line, read again when the files change.</summary>
/// <remarks>A changed file that cannot be read keeps the certificate that was there and says so in the log, once per change.</remarks>
internal sealed partial class CertificateFile(string certificateFile, string keyFile, TimeProvider time, ILogger<CertificateFile> logger)
{
    // A handshake looks at the files at most this often.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private SslStreamCertificateContext? current;
    private (DateTime Certificate, DateTime Key) stamp;
    private long lastCheck;

    /// <summary>The certificate to show now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (current is null)
                {
                    stamp = ReadStamp();
                    current = Load();
                    lastCheck = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(lastCheck) > CheckInterval)
                {
                    lastCheck = time.GetTimestamp();
                    Refresh();
                }

                return current;
            }
        }
    }

    private void Refresh()
    {
        var seen = ReadStamp();
        if (seen == stamp) return;
        stamp = seen;
        try
        {
            current = Load();
            LogReloaded(certificateFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            LogNotReloaded(certificateFile, e.Message);
        }
    }

    private (DateTime, DateTime) ReadStamp() => (File.GetLastWriteTimeUtc(certificateFile), File.GetLastWriteTimeUtc(keyFile));

    private SslStreamCertificateContext Load()
    {
        var leaf = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        if (chain.Count > 0) chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate {File} was replaced; new connections use it")]
    private partial void LogReloaded(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "Certificate {File} changed but cannot be read ({Problem}); the previous one stays in use")]
    private partial void LogNotReloaded(string file, string problem);
}
