using System.Net.Security;
using System.Security.Authentication;

namespace KubeSharp.ApiServer.Hosting.Tls;

/// <summary>Versions and cipher suites of TLS under the names that Go and so Kubernetes gives them.</summary>
internal static class TlsNames
{
    private static readonly TlsCipherSuite[] _always =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly string[] _versions = ["VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"];

    /// <summary>The versions from the oldest that is allowed; without a name TLS 1.2.</summary>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public static SslProtocols Protocols(string oldest)
    {
        var at = oldest.Length == 0 ? 2 : Array.IndexOf(_versions, oldest);
        if (at < 0) throw new ArgumentException($"--tls-min-version: unknown tls version \"{oldest}\"");
#pragma warning disable SYSLIB0039, CA5397, CA5398 // Old versions only for those who ask for them by name.
        var all = (ReadOnlySpan<SslProtocols>)[SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13];
#pragma warning restore SYSLIB0039, CA5397, CA5398
        var result = SslProtocols.None;
        foreach (var version in all[at..]) result |= version;
        return result;
    }

    /// <summary>The cipher suites; those of TLS 1.3 cannot be chosen and are always there.</summary>
    /// <exception cref="ArgumentException">There is no such suite.</exception>
    public static IEnumerable<TlsCipherSuite> Suites(IReadOnlyList<string> names)
    {
        List<TlsCipherSuite> suites = [.. _always];
        foreach (var name in names)
        {
            // Two suites have names in Go that leave out their hash.
            var full = name.EndsWith("_CHACHA20_POLY1305", StringComparison.Ordinal) ? name + "_SHA256" : name;
            if (!Enum.TryParse<TlsCipherSuite>(full, out var suite) || !name.StartsWith("TLS_", StringComparison.Ordinal))
                throw new ArgumentException($"--tls-cipher-suites: Cipher suite {name} not supported or doesn't exist");
            if (!suites.Contains(suite)) suites.Add(suite);
        }

        return suites;
    }
}
