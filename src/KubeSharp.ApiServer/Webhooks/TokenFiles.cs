using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Bearer tokens in files, read again when they are a minute old: tokens rotate without a restart.</summary>
internal sealed class TokenFiles(TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Read)> known = new(StringComparer.Ordinal);

    /// <summary>The token in a file; the last good one if the file cannot be read now; null if it never could.</summary>
    public string? Read(string file)
    {
        var now = time.GetUtcNow();
        var have = known.TryGetValue(file, out var last);
        if (have && now - last.Read < Age) return last.Token;
        try
        {
            var token = File.ReadAllText(file).Trim();
            if (token.Length > 0)
            {
                known[file] = (token, now);
                return token;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Being replaced at this moment, or gone: the next read finds it.
        }

        return have ? last.Token : null;
    }
}
