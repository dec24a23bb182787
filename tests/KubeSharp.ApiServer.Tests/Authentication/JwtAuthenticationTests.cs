using System.Net.Http.Headers;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.Jwt;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authentication;

/// <summary>Tokens of an outside issuer against a server over TLS.</summary>
public sealed class JwtAuthenticationTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new("issuer-ca");
    private TestIssuer issuer = null!;

    public async ValueTask InitializeAsync() => issuer = await TestIssuer.StartAsync(authority);

    public async ValueTask DisposeAsync()
    {
        await issuer.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Flags_make_a_user_of_claims_with_prefixes()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with
        {
            Oidc = new OidcOptions { IssuerUrl = issuer.Url, ClientId = "cluster", CaFile = authority.Write(folder, "issuer.crt"), GroupsClaim = "groups", GroupsPrefix = "g:" },
        });
        using var client = server.Client();
        var user = await UserAsync(client, issuer.Sign("""{"sub":"jane","groups":["a","b"],"jti":"7"}"""));
        Assert.Equal($"{issuer.Url}#jane", user.GetString("username"));
        Assert.Equal("""["g:a","g:b","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.Equal("""{"authentication.kubernetes.io/credential-id":["JTI=7"]}""", user.GetObject("extra")!.ToString());
        await RefusedAsync(client, issuer.Sign("""{"sub":"jane","aud":"other"}"""));
        await RefusedAsync(client, issuer.Sign("""{"sub":"jane","exp":1}"""));
        await RefusedAsync(client, issuer.Sign("""{"sub":"jane"}""", "PS256"));
        await RefusedAsync(client, issuer.Sign("""{}"""));
    }

    [Fact]
    public async Task Groups_may_be_kept_elsewhere()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with
        {
            Oidc = new OidcOptions { IssuerUrl = issuer.Url, ClientId = "cluster", CaFile = authority.Write(folder, "issuer.crt"), UsernamePrefix = "-", GroupsClaim = "groups" },
        });
        using var client = server.Client();
        issuer.Documents["/claims/jane"] = issuer.Sign("""{"groups":["team1","team2"]}""");
        issuer.Documents["/claims/none"] = issuer.Sign("""{"other":["team1"]}""");
        issuer.Documents["/claims/late"] = issuer.Sign("""{"groups":["team1"],"exp":1}""");
        Assert.Equal("""["team1","team2","system:authenticated"]""", (await UserAsync(client, Pointing("src1", "/claims/jane"))).GetArray("groups")!.ToString());
        Assert.Equal("""["own","system:authenticated"]""", (await UserAsync(client, issuer.Sign("""{"sub":"jane","groups":["own"],"_claim_names":{"groups":"x"}}"""))).GetArray("groups")!.ToString());
        await RefusedAsync(client, Pointing("src1", "/claims/none"));
        await RefusedAsync(client, Pointing("src1", "/claims/late"));
        await RefusedAsync(client, Pointing("src1", "/claims/missing"));
        await RefusedAsync(client, Pointing("other", "/claims/jane"));

        string Pointing(string name, string path) => issuer.Sign(
            "{\"sub\":\"jane\",\"_claim_names\":{\"groups\":\"src1\"},\"_claim_sources\":{\"" + name + "\":{\"endpoint\":\"" + issuer.Url + path + "\"}}}");
    }

    [Fact]
    public async Task Keys_rotate_without_a_restart()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with
        {
            Oidc = new OidcOptions { IssuerUrl = issuer.Url, ClientId = "cluster", CaFile = authority.Write(folder, "issuer.crt"), UsernamePrefix = "-" },
        });
        using var client = server.Client();
        var old = issuer.Sign("""{"sub":"old"}""");
        Assert.Equal("jane", (await UserAsync(client, issuer.Sign("""{"sub":"jane"}"""))).GetString("username"));
        issuer.Rotate();
        Assert.Equal("joe", (await UserAsync(client, issuer.Sign("""{"sub":"joe"}"""))).GetString("username"));
        await RefusedAsync(client, old);
    }

    [Fact]
    public async Task A_configuration_maps_claims_by_expressions_and_checks_them()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with { AuthenticationConfigFile = Write(folder, """
              claimMappings:
                username: {expression: "'x:' + claims.sub"}
                groups: {expression: "claims.roles.split(',')"}
                uid: {expression: "claims.uid"}
                extra: [{key: "example.org/tenant", valueExpression: "claims.tenant"}]
              claimValidationRules:
              - {claim: hd, requiredValue: example.org}
              - {expression: "claims.level > 3", message: "level is too low"}
              userValidationRules:
              - {expression: "!user.username.startsWith('x:system:')", message: "reserved"}
            """) });
        using var client = server.Client();
        var user = await UserAsync(client, issuer.Sign("""{"sub":"jane","roles":"a,b","uid":"9","tenant":"t","hd":"example.org","level":4}"""));
        Assert.Equal("x:jane", user.GetString("username"));
        Assert.Equal("9", user.GetString("uid"));
        Assert.Equal("""["a","b","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.Equal("""{"example.org/tenant":["t"]}""", user.GetObject("extra")!.ToString());
        await RefusedAsync(client, issuer.Sign("""{"sub":"jane","roles":"","uid":"9","tenant":"t","hd":"example.org","level":3}"""));
        await RefusedAsync(client, issuer.Sign("""{"sub":"jane","roles":"","uid":"9","tenant":"t","hd":"other","level":4}"""));
        await RefusedAsync(client, issuer.Sign("""{"sub":"system:x","roles":"","uid":"9","tenant":"t","hd":"example.org","level":4}"""));
    }

    [Fact]
    public async Task A_changed_file_takes_over_and_a_faulty_one_does_not()
    {
        var file = "";
        const string Before = "  claimMappings: {username: {claim: sub, prefix: 'one:'}}";
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with { AuthenticationConfigFile = file = Write(folder, Before) });
        using var client = server.Client();
        var token = issuer.Sign("""{"sub":"jane"}""");
        Assert.Equal("one:jane", (await UserAsync(client, token)).GetString("username"));
        var folder = Path.GetDirectoryName(file)!;
        Write(folder, "  claimMappings: {}");
        Write(folder, "  claimMappings: {username: {claim: sub, prefix: 'two:'}}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await UserAsync(client, token)).GetString("username") != "two:jane") await Task.Delay(100, patience.Token);
        Write(folder, "  nonsense: 1");
        Assert.Equal("two:jane", (await UserAsync(client, token)).GetString("username"));
    }

    [Theory]
    [InlineData("issuer: {url: http://x, audiences: [a]}", "jwt[0].issuer.url: Invalid value: \"http://x\": URL scheme must be https")]
    [InlineData("issuer: {url: https://own, audiences: [a]}", "jwt[0].issuer.url: Invalid value: \"https://own\": URL must not overlap with disallowed issuers: [https://own]")]
    [InlineData("issuer: {url: https://x}", "jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required")]
    [InlineData("issuer: {url: https://x, audiences: [a, b]}", "jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": audienceMatchPolicy must be MatchAny for multiple audiences")]
    [InlineData("issuer: {url: https://x, audiences: [a], discoveryURL: https://x/}", "jwt[0].issuer.discoveryURL: Invalid value: \"https://x/\": discoveryURL must be different from URL")]
    [InlineData("issuer: {url: https://x, audiences: [a]}, claimValidationRules: [{claim: a, expression: b}]", "jwt[0].claimValidationRules[0]: Invalid value: \"a\": claim and expression can't both be set")]
    [InlineData("issuer: {url: https://x, audiences: [a]}, claimValidationRules: [{expression: '1'}]", "jwt[0].claimValidationRules[0].expression: Invalid value: \"1\": must evaluate to bool")]
    public void A_faulty_configuration_says_what_is_wrong(string jwt, string message)
    {
        var text = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{claimMappings: {username: {claim: sub, prefix: ''}}, " + jwt + "}]";
        Assert.Equal(message, Assert.Throws<FormatException>(() => new AuthenticationConfigurationReader(["https://own"]).Read(text)).Message);
    }

    [Theory]
    [InlineData("username: {}", "jwt[0].claimMappings.username: Required value: claim or expression is required")]
    [InlineData("username: {claim: sub}", "jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing")]
    [InlineData("username: {expression: claims.sub, prefix: x}", "jwt[0].claimMappings.username.prefix: Invalid value: \"x\": may not be specified when expression is set")]
    [InlineData("username: {expression: claims.email}", "jwt[0].claimMappings.username.expression: Invalid value: \"claims.email\": claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression")]
    [InlineData("username: {claim: sub, prefix: ''}, extra: [{key: k8s.io/a, valueExpression: claims.a}]", "jwt[0].claimMappings.extra[0].key: Invalid value: \"k8s.io/a\": k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use")]
    [InlineData("username: {claim: sub, prefix: ''}, extra: [{key: example.org/A, valueExpression: claims.a}]", "jwt[0].claimMappings.extra[0].key: Invalid value: \"example.org/A\": must be lowercase")]
    public void A_faulty_mapping_says_what_is_wrong(string mappings, string message)
    {
        var text = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{issuer: {url: https://x, audiences: [a]}, claimMappings: {" + mappings + "}}]";
        Assert.Equal(message, Assert.Throws<FormatException>(() => new AuthenticationConfigurationReader([]).Read(text)).Message);
    }

    private string Write(string folder, string rest)
    {
        var file = Path.Combine(folder, "authentication.yaml");
        var indented = authority.Pem.Replace("\n", "\n      ", StringComparison.Ordinal);
        File.WriteAllText(file, $"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthenticationConfiguration
            jwt:
            - issuer:
                url: {issuer.Url}
                audiences: [cluster]
                certificateAuthority: |
                  {indented.Replace("\n", "\n            ", StringComparison.Ordinal)}

            """ + rest + "\n");
        return file;
    }

    // The issuer is looked for in the background: at first a token may be unknown.
    private static async Task<JsonObject> UserAsync(HttpClient client, string token)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (status, user) = await TlsTestServer.WhoAsync(client, Bearer(token));
            if (status == 201) return user!;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task RefusedAsync(HttpClient client, string token) => Assert.Equal(401, (await TlsTestServer.WhoAsync(client, Bearer(token))).Status);

    private static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
}
