using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSharp.Pki;

/// <summary>Reads and writes key material. A file appears whole or not at all, and a private key is never readable by others.</summary>
internal static class PkiFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Folder = Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder if it is missing.</summary>
    /// <exception cref="PkiException">The folder cannot be made.</exception>
    public static void EnsureFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path, Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot make the folder {path} for certificates ({e.Message.TrimEnd('.')}): choose another --data-dir.", e);
        }
    }

    /// <summary>Replaces a file atomically and durably.</summary>
    /// <exception cref="PkiException">The file cannot be written.</exception>
    public static void Write(string path, string text, bool secret)
    {
        var temporary = path + ".tmp";
        try
        {
            // A leftover of a killed process may have any mode; CreateNew makes sure that ours applies.
            File.Delete(temporary);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = secret ? Private : Public,
            };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot write {path} ({e.Message.TrimEnd('.')}): check the free space and the owner of the folder.", e);
        }
    }

    /// <summary>Reads a text file, or null if there is none.</summary>
    /// <exception cref="PkiException">The file is there and cannot be read.</exception>
    public static string? ReadIfPresent(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"Cannot read {path} ({e.Message.TrimEnd('.')}): make it readable for this user, or move it away.", e);
        }
    }

    /// <summary>Reads a certificate and its key, or null if neither is there.</summary>
    /// <exception cref="PkiException">Only one of the two is there, or they are broken or do not belong together.</exception>
    public static KeyPair? ReadPair(string folder, string name)
    {
        var certificateFile = Path.Combine(folder, name + ".crt");
        var keyFile = Path.Combine(folder, name + ".key");
        var certificatePem = ReadIfPresent(certificateFile);
        var keyPem = ReadIfPresent(keyFile);
        if (certificatePem is null && keyPem is null)
            return null;
        if (certificatePem is null)
            throw new PkiException($"There is a key {keyFile} but no certificate {certificateFile}: restore the certificate, or move the key away.");
        if (keyPem is null)
            throw new PkiException($"There is a certificate {certificateFile} but no key {keyFile}: restore the key, or move the certificate away.");
        try
        {
            return new KeyPair(X509Certificate2.CreateFromPem(certificatePem, keyPem), certificateFile, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new PkiException(
                $"{certificateFile} and {keyFile} are not a PEM certificate and its private key: restore them, or move both away.", e);
        }
    }

    /// <summary>Writes key first: a crash in between leaves a pair that <see cref="Recover"/> can tell from a foreign one.</summary>
    public static KeyPair WritePair(string folder, string name, X509Certificate2 certificate, string keyPem)
    {
        var certificateFile = Path.Combine(folder, name + ".crt");
        var keyFile = Path.Combine(folder, name + ".key");
        var pending = Path.Combine(folder, name + ".pending");
        Write(pending, certificate.ExportCertificatePem() + "\n" + keyPem + "\n", secret: true);
        Write(keyFile, keyPem + "\n", secret: true);
        Write(certificateFile, certificate.ExportCertificatePem() + "\n", secret: false);
        File.Delete(pending);
        return new KeyPair(certificate, certificateFile, keyFile);
    }

    /// <summary>Finishes a <see cref="WritePair"/> that a crash cut off between the two files.</summary>
    public static void Recover(string folder, string name)
    {
        var pending = Path.Combine(folder, name + ".pending");
        var pem = ReadIfPresent(pending);
        if (pem is null)
            return;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem, pem);
            var keyStart = pem.IndexOf("-----END CERTIFICATE-----\n", StringComparison.Ordinal) + "-----END CERTIFICATE-----\n".Length;
            Write(Path.Combine(folder, name + ".key"), pem[keyStart..], secret: true);
            Write(Path.Combine(folder, name + ".crt"), certificate.ExportCertificatePem() + "\n", secret: false);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new PkiException($"{pending} is not a certificate and its key as KubeSharp writes them: move it away.", e);
        }

        File.Delete(pending);
    }

    /// <summary>Takes away the rights of others on a private key that something else has widened.</summary>
    public static void Restrict(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & ~Private) != 0)
                File.SetUnixFileMode(path, Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path} is readable by others and its mode cannot be changed: run 'chmod 600 {path}' as its owner.", e);
        }
    }
}
