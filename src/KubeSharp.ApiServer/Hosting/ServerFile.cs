using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Reads files that the command line names.</summary>
internal static class ServerFile
{
    /// <summary>Reads and parses a file.</summary>
    /// <exception cref="ArgumentException">The file cannot be read or makes no sense; the message names the flag, the file and the fault.</exception>
    public static T Read<T>(string file, Func<string, T> parse, string flag)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            throw new ArgumentException($"{flag}: {file} cannot be used: {e.Message}", e);
        }
    }
}
