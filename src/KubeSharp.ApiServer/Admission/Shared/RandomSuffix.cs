using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>Five random characters after a prefix, of the alphabet of generated names: no vowels, hence no words.</summary>
internal static class RandomSuffix
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The prefix with a suffix.</summary>
    public static string Append(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, 5);
}
