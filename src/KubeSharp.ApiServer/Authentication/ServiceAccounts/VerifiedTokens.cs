using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>
/// Remembers which tokens carry a good signature (verifying one costs 30 to 80 µs, a look here well under one). Only the
/// signature is remembered: whether the token has ended or its objects are gone is asked every time.
/// </summary>
internal sealed class VerifiedTokens<T>
    where T : class
{
    private const int Max = 8192;
    private readonly ConcurrentDictionary<string, T> _tokens = new(StringComparer.Ordinal);

    /// <summary>What was remembered, or null.</summary>
    public T? Find(string token) => _tokens.GetValueOrDefault(token);

    /// <summary>Remembers. A full memory starts over: tokens are renewed hourly, so most of it is dead by then.</summary>
    public T Add(string token, T value)
    {
        if (_tokens.Count >= Max)
            _tokens.Clear();
        return _tokens.GetOrAdd(token, value);
    }
}
