using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication.Certificates;

/// <summary>
/// The authorities in a PEM file, read again when the file has changed: authorities rotate without a restart. Looks at the file at
/// most once a minute, and only while requests come in. A file that has become unreadable leaves the last good authorities in force.
/// </summary>
internal sealed class CertificateBundle
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);
    private readonly string _file;
    private readonly TimeProvider _time;
    private X509Certificate2Collection _current;
    private DateTime _lastWrite;
    private long _nextLook;

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">The file holds no certificates.</exception>
    public CertificateBundle(string file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _lastWrite = File.GetLastWriteTimeUtc(file);
        _current = Read(file);
        _nextLook = Later();
    }

    /// <summary>The authorities; another instance once they have changed.</summary>
    public X509Certificate2Collection Current
    {
        get
        {
            var next = Volatile.Read(ref _nextLook);
            if (_time.GetUtcNow().UtcTicks >= next && Interlocked.CompareExchange(ref _nextLook, Later(), next) == next)
                Refresh();
            return Volatile.Read(ref _current);
        }
    }

    private static X509Certificate2Collection Read(string file)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException($"{file} holds no certificate in PEM.");
    }

    private long Later() => (_time.GetUtcNow() + _interval).UtcTicks;

    private void Refresh()
    {
        try
        {
            var lastWrite = File.GetLastWriteTimeUtc(_file);
            if (lastWrite == _lastWrite)
                return;
            Volatile.Write(ref _current, Read(_file));
            _lastWrite = lastWrite;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Seen half-written or gone: the next look finds it whole.
        }
    }
}
