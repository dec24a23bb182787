using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Certificates;

/// <summary>
/// Client certificates, https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates.
/// A connection's certificate is verified once, and again when the authorities change or when it ends.
/// </summary>
internal sealed class ClientCertificateAuthenticator(CertificateBundle authorities, PresentedChains chains, TimeProvider time) : IAuthenticator
{
    private readonly ConditionalWeakTable<X509Certificate2, Verdict> _verdicts = [];

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(context.Connection.ClientCertificate is { } certificate ? Check(certificate) : AuthenticationResult.NotAttempted);

    /// <summary>Says whom the certificate proves.</summary>
    public AuthenticationResult Check(X509Certificate2 certificate)
    {
        var trusted = authorities.Current;
        var now = time.GetUtcNow();
        if (_verdicts.TryGetValue(certificate, out var known) && ReferenceEquals(known.Trusted, trusted) && now < known.Until)
            return known.Result;
        var verdict = Judge(certificate, chains.Of(certificate), trusted, now);
        _verdicts.AddOrUpdate(certificate, verdict);
        return verdict.Result;
    }

    private static Verdict Judge(X509Certificate2 certificate, X509Certificate2Collection? between, X509Certificate2Collection trusted, DateTimeOffset now)
    {
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        if (CertificateChecker.WhyNot(certificate, between, trusted, now) is { } why)
            return new Verdict(trusted, now + TimeSpan.FromSeconds(10), AuthenticationResult.Failure(why));
        var (user, error) = CertificateUser.From(certificate);
        if (error.Length > 0)
            return new Verdict(trusted, end, AuthenticationResult.Failure(error));
        return new Verdict(trusted, end, user is null ? AuthenticationResult.NotAttempted : AuthenticationResult.Success(user));
    }

    private sealed record Verdict(X509Certificate2Collection Trusted, DateTimeOffset Until, AuthenticationResult Result);
}
