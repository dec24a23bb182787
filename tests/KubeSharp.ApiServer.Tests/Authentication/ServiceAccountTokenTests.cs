using System.Security.Cryptography;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Reviews;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authentication;

public sealed class ServiceAccountTokenTests
{
    private const string Issuer = "https://kubernetes.default.svc";
    private static readonly string[] _audiences = [Issuer];
    private readonly SettableTime _time = new();
    private readonly FakeObjects _objects = new();
    private readonly TokenKey _key;

    public ServiceAccountTokenTests()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _key = TokenKey.FromPem(ec.ExportECPrivateKeyPem())[0];
        _objects.Set("", "serviceaccounts", """{"metadata":{"name":"robot","namespace":"ns","uid":"u-1"}}""");
        _objects.Set("", "pods", """{"metadata":{"name":"p","namespace":"ns","uid":"u-2"},"spec":{"serviceAccountName":"robot","nodeName":"n"}}""");
        _objects.Set("", "nodes", """{"metadata":{"name":"n","uid":"u-3"}}""");
    }

    [Fact]
    public async Task A_token_proves_its_service_account_and_says_where_it_runs()
    {
        var answer = await Request("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""");
        var user = (await Verify(answer.FindString("status", "token")!)).User!;
        Assert.Equal("system:serviceaccount:ns:robot", user.Name);
        Assert.Equal("u-1", user.Uid);
        Assert.Equal(["system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated"], user.Groups);
        Assert.Equal(["p"], user.Extra[UserExtraKeys.PodName]);
        Assert.Equal(["u-2"], user.Extra[UserExtraKeys.PodUid]);
        Assert.Equal(["n"], user.Extra[UserExtraKeys.NodeName]);
        Assert.Equal(["u-3"], user.Extra[UserExtraKeys.NodeUid]);
        Assert.StartsWith("JTI=", user.Extra[UserExtraKeys.CredentialId][0], StringComparison.Ordinal);
        Assert.Equal("2026-06-01T13:00:00Z", answer.FindString("status", "expirationTimestamp"));
    }

    [Fact]
    public async Task A_token_dies_with_the_pod_or_account_it_is_bound_to()
    {
        var token = (await Request("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""")).FindString("status", "token")!;
        Assert.NotNull((await Verify(token)).User);
        _objects.Set("", "pods", """{"metadata":{"name":"p","namespace":"ns","uid":"other"},"spec":{}}""");
        Assert.Equal("[invalid bearer token, pod UID (other) does not match service account pod ref claim (u-2)]", (await Verify(token)).Error);
        _objects.Delete("", "serviceaccounts", "ns", "robot");
        Assert.Equal("[invalid bearer token, serviceaccounts \"robot\" not found]", (await Verify(token)).Error);
    }

    [Fact]
    public async Task A_token_ends_at_its_time()
    {
        var token = (await Request("""{"spec":{"expirationSeconds":600}}""")).FindString("status", "token")!;
        // Clocks differ: a minute is forgiven.
        _time.Advance(TimeSpan.FromSeconds(659));
        Assert.NotNull((await Verify(token)).User);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("[invalid bearer token, service account token has expired]", (await Verify(token)).Error);
    }

    [Fact]
    public async Task A_mounted_token_pretends_to_end_in_an_hour_and_lives_a_year()
    {
        var answer = await Request("""{"spec":{"expirationSeconds":3607,"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""");
        Assert.Equal("2026-06-01T13:00:07Z", answer.FindString("status", "expirationTimestamp"));
        Assert.Empty((await Verify(answer.FindString("status", "token")!)).Annotations);
        _time.Advance(TimeSpan.FromDays(300));
        var late = await Verify(answer.FindString("status", "token")!);
        Assert.NotNull(late.User);
        Assert.Equal(
            [new("authentication.k8s.io/stale-token", $"subject: system:serviceaccount:ns:robot, seconds after warning threshold: {(300 * 86400) - 3607}")],
            late.Annotations);
    }

    [Fact]
    public async Task A_token_for_others_does_not_open_this_server()
    {
        var token = (await Request("""{"spec":{"audiences":["vault"]}}""")).FindString("status", "token")!;
        Assert.Equal(
            "[invalid bearer token, token audiences [\"vault\"] is invalid for the target audiences [\"https://kubernetes.default.svc\"]]",
            (await Verify(token)).Error);
        Assert.NotNull((await Verify(token, ["x", "vault"])).User);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task Rubbish_is_nobodys_token(string token) => Assert.Equal("invalid bearer token", (await Verify(token)).Error);

    [Fact]
    public async Task A_token_that_was_tampered_with_or_signed_by_another_key_does_not_count()
    {
        var token = (await Request("""{"spec":{}}""")).FindString("status", "token")!;
        var parts = token.Split('.');
        var other = (await Request("""{"spec":{"audiences":["x"]}}""")).FindString("status", "token")!.Split('.');
        Assert.NotNull((await Verify($"{parts[0]}.{other[1]}.{parts[2]}")).Error);
        using var rsa = RSA.Create(2048);
        var stranger = TokenKey.FromPem(rsa.ExportPkcs8PrivateKeyPem())[0];
        Assert.Equal("RS256", stranger.Algorithm);
        var forged = new ServiceAccountTokenIssuer(stranger, Issuer, _time).Issue(new TokenGrant
        {
            Namespace = "ns",
            ServiceAccount = new BoundObject("robot", "u-1"),
            Audiences = _audiences,
            ExpirationSeconds = 600,
        });
        Assert.NotNull((await Verify(forged.Token)).Error);
    }

    [Theory]
    [InlineData("""{"spec":{"expirationSeconds":10}}""", 422, "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes")]
    [InlineData("""{"spec":{},"metadata":{"name":"zz"}}""", 422, "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value: \"zz\": must match the service account name if specified")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"ConfigMap","apiVersion":"v1","name":"zz"}}}""", 400, "cannot bind token to object of type /v1, Kind=ConfigMap")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"zz"}}}""", 404, "pods \"zz\" not found")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p","uid":"x"}}}""", 409, "Operation cannot be fulfilled on Pod \"p\": the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated")]
    public async Task A_bad_request_for_a_token_says_what_is_wrong(string body, int code, string message)
    {
        var result = await Requests().CreateAsync(Ask(body), CancellationToken.None);
        Assert.Equal((code, message), (result.Error!.Code, result.Error.Message));
    }

    [Fact]
    public async Task A_legacy_token_counts_while_its_secret_holds_it()
    {
        var token = new ServiceAccountTokenIssuer(_key, Issuer, _time).IssueLegacy("ns", "s", new BoundObject("robot", "u-1"));
        Assert.NotNull((await Verify(token)).Error);
        var data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token));
        _objects.Set("", "secrets", $$$"""{"metadata":{"name":"s","namespace":"ns"},"data":{"token":"{{{data}}}"}}""");
        var result = await Verify(token);
        Assert.Equal("system:serviceaccount:ns:robot", result.User!.Name);
        Assert.Equal([new("authentication.k8s.io/legacy-token-manual-secret", "s")], result.Annotations);
        _objects.Set("", "serviceaccounts", """{"metadata":{"name":"robot","namespace":"ns","uid":"u-1"},"secrets":[{"name":"s"}]}""");
        result = await Verify(token);
        Assert.Equal([new("authentication.k8s.io/legacy-token-autogenerated-secret", "s")], result.Annotations);
        Assert.StartsWith("Use tokens from the TokenRequest API", result.Warning, StringComparison.Ordinal);
        _objects.Set(
            "",
            "secrets",
            $$$"""{"metadata":{"name":"s","namespace":"ns","labels":{"kubernetes.io/legacy-token-invalid-since":"2026-01-01"}},"data":{"token":"{{{data}}}"}}""");
        Assert.Contains("has been marked invalid", (await Verify(token)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_discovery_document_and_the_keys_let_others_verify()
    {
        var documents = new OpenIdDocuments(Issuer, "https://192.0.2.1:6443/openid/v1/jwks", [_key]);
        var configuration = JsonParser.ParseObject(documents.Configuration.Span);
        Assert.Equal(Issuer, configuration.GetString("issuer"));
        Assert.Equal("ES256", ((JsonString)configuration.GetArray("id_token_signing_alg_values_supported")![0]).Value);
        var key = (JsonObject)JsonParser.ParseObject(documents.Keys.Span).GetArray("keys")![0];
        Assert.Equal(("EC", "P-256", _key.Id), (key.GetString("kty"), key.GetString("crv"), key.GetString("kid")));
    }

    private TokenRequests Requests() =>
        new(_objects, new ServiceAccountTokenIssuer(_key, Issuer, _time), new TokenRequestOptions { Audiences = _audiences }, _time);

    private static CreateOnlyRequest Ask(string body) => new()
    {
        Document = (JsonObject)JsonParser.Parse(body),
        User = new UserInfo { Name = "u" },
        Namespace = "ns",
        Name = "robot",
    };

    private async Task<JsonObject> Request(string body)
    {
        var result = await Requests().CreateAsync(Ask(body), CancellationToken.None);
        Assert.True(result.IsOk, result.Error?.Message);
        return result.Value!;
    }

    private ValueTask<AuthenticationResult> Verify(string token, string[]? audiences = null)
    {
        var keys = new TokenKeySet([_key]);
        var chain = new TokenChain(
        [
            new ServiceAccountTokens(keys, [Issuer], new BoundObjectChecker(_objects), _time),
            new LegacyServiceAccountTokens(keys, _objects, _audiences),
        ]);
        return chain.AuthenticateAsync(token, audiences ?? _audiences, CancellationToken.None);
    }
}
