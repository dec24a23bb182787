namespace KubeSharp.ApiServer.Writing;

/// <summary>Names that the server makes from generateName.</summary>
internal static class GeneratedNames
{
    private const int LongestName = 63;
    private const int RandomLength = 5;

    // No vowels and no digits that look like them: no words by accident.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The prefix, cut so that the whole fits a label, and five random characters.</summary>
    public static string Complete(string prefix)
    {
        if (prefix.Length > LongestName - RandomLength) prefix = prefix[..(LongestName - RandomLength)];
        return prefix + Random.Shared.GetString(Alphabet, RandomLength);
    }
}
