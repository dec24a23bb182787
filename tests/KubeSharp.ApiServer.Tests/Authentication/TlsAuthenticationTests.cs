using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authentication;

/// <summary>Every kind of credentials against a server over TLS.</summary>
public sealed class TlsAuthenticationTests
{
    [Fact]
    public async Task A_client_certificate_names_user_groups_and_uid()
    {
        await using var server = await TlsTestServer.StartAsync();
        using var certificate = server.Authority.Client(Subject(("2.5.4.10", "dev"), ("2.5.4.10", "ops"), ("2.5.4.3", "jane"), ("1.3.6.1.4.1.57683.2", "u-7")));
        using var client = server.Client(certificate);
        var (status, user) = await TlsTestServer.WhoAsync(client);
        Assert.Equal(201, status);
        Assert.Equal("jane", user!.GetString("username"));
        Assert.Equal("u-7", user.GetString("uid"));
        Assert.Equal("""["dev","ops","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.StartsWith("X509SHA256=", (user.FindArray("extra", "authentication.kubernetes.io/credential-id")![0] as JsonString)!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_or_one_that_has_ended_is_401()
    {
        await using var server = await TlsTestServer.StartAsync();
        using var other = new TestAuthority("stranger");
        using var forged = other.Client("CN=admin,O=system:masters");
        using var ended = server.Authority.Client("CN=jane", TimeSpan.FromMinutes(-5));
        foreach (var certificate in (X509Certificate2[])[forged, ended])
        {
            using var client = server.Client(certificate);
            Assert.Equal(401, (await TlsTestServer.WhoAsync(client)).Status);
        }
    }

    [Fact]
    public async Task A_certificate_from_an_authority_in_between_counts_when_that_one_is_shown_too()
    {
        await using var server = await TlsTestServer.StartAsync();
        using var between = server.Authority.Below();
        using var certificate = between.Client("CN=deep");
        using var alone = server.Client(certificate);
        Assert.Equal(401, (await TlsTestServer.WhoAsync(alone)).Status);
        using var whole = server.Client(null, handler =>
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [between.Certificate], offline: true));
        Assert.Equal("deep", (await TlsTestServer.WhoAsync(whole)).User!.GetString("username"));
    }

    [Fact]
    public async Task A_certificate_with_two_uids_is_401()
    {
        await using var server = await TlsTestServer.StartAsync();
        using var certificate = server.Authority.Client(Subject(("2.5.4.3", "jane"), ("1.3.6.1.4.1.57683.2", "a"), ("1.3.6.1.4.1.57683.2", "b")));
        using var client = server.Client(certificate);
        Assert.Equal(401, (await TlsTestServer.WhoAsync(client)).Status);
    }

    [Fact]
    public async Task Authorities_in_one_file_all_count()
    {
        using var second = new TestAuthority("second");
        await using var server = await TlsTestServer.StartAsync((options, _) =>
        {
            File.AppendAllText(options.ClientCaFile!, "\n" + second.Pem);
            return options;
        });
        using var certificate = second.Client("CN=joe");
        using var client = server.Client(certificate);
        Assert.Equal("joe", (await TlsTestServer.WhoAsync(client)).User!.GetString("username"));
    }

    [Fact]
    public async Task A_static_token_has_its_quoted_groups()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) =>
        {
            var file = Path.Combine(folder, "tokens.csv");
            File.WriteAllText(file, "s3cret,ann,u-1,\"one,two\"\nother,bob,u-2\n");
            return options with { TokenAuthFile = file };
        });
        using var client = server.Client();
        var (status, user) = await TlsTestServer.WhoAsync(client, Bearer("s3cret"));
        Assert.Equal(201, status);
        Assert.Equal("ann", user!.GetString("username"));
        Assert.Equal("""["one","two","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.Equal("bob", (await TlsTestServer.WhoAsync(client, Bearer("other"))).User!.GetString("username"));
        Assert.Equal(401, (await TlsTestServer.WhoAsync(client, Bearer("s3cre"))).Status);
    }

    [Fact]
    public async Task A_bootstrap_token_counts_until_it_ends()
    {
        await using var server = await TlsTestServer.StartAsync((options, _) => options with { EnableBootstrapTokenAuth = true });
        await CreateTokenAsync(server, "abcdef", DateTimeOffset.UtcNow.AddHours(1));
        await CreateTokenAsync(server, "fedcba", DateTimeOffset.UtcNow.AddHours(-1));
        using var client = server.Client();
        var (status, user) = await TlsTestServer.WhoAsync(client, Bearer("abcdef.0123456789abcdef"));
        Assert.Equal(201, status);
        Assert.Equal("system:bootstrap:abcdef", user!.GetString("username"));
        Assert.Equal("""["system:bootstrappers","system:bootstrappers:workers","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.Equal(401, (await TlsTestServer.WhoAsync(client, Bearer("fedcba.0123456789abcdef"))).Status);
        Assert.Equal(401, (await TlsTestServer.WhoAsync(client, Bearer("abcdef.0123456789abcdee"))).Status);
    }

    [Fact]
    public async Task A_front_proxy_speaks_for_others_and_nobody_else_does()
    {
        using var proxies = new TestAuthority("proxies");
        await using var server = await TlsTestServer.StartAsync((options, folder) =>
            options with { RequestHeaderClientCaFile = proxies.Write(folder, "proxies.crt"), RequestHeaderAllowedNames = ["front"] });
        using var front = proxies.Client("CN=front");
        using var wrong = proxies.Client("CN=back");
        using var jane = server.Authority.Client("CN=jane");
        void Headers(HttpRequestMessage request)
        {
            request.Headers.Add("X-Remote-User", "carol");
            request.Headers.Add("X-Remote-Group", "a");
            request.Headers.Add("X-Remote-Extra-Example.org%2Fscope", "x");
        }

        using var trusted = server.Client(front);
        var (status, user) = await TlsTestServer.WhoAsync(trusted, Headers);
        Assert.Equal(201, status);
        Assert.Equal("carol", user!.GetString("username"));
        Assert.Equal("""["a","system:authenticated"]""", user.GetArray("groups")!.ToString());
        Assert.Equal("""{"example.org/scope":["x"]}""", user.GetObject("extra")!.ToString());
        using var untrusted = server.Client(wrong);
        Assert.Equal(401, (await TlsTestServer.WhoAsync(untrusted, Headers)).Status);
        using var herself = server.Client(jane);
        Assert.Equal("jane", (await TlsTestServer.WhoAsync(herself, Headers)).User!.GetString("username"));
    }

    [Fact]
    public async Task Without_credentials_a_request_is_anonymous_or_401_as_the_flag_says()
    {
        await using var open = await TlsTestServer.StartAsync();
        await using var closed = await TlsTestServer.StartAsync((options, _) => options with { AnonymousAuth = false });
        using var first = open.Client();
        using var second = closed.Client();
        Assert.Equal(200, await StatusAsync(first, "/healthz"));
        Assert.Equal(403, await StatusAsync(first, "/api/v1/pods"));
        Assert.Equal(401, await StatusAsync(second, "/healthz"));
        Assert.Equal(401, await StatusAsync(second, "/api/v1/pods"));
    }

    [Fact]
    public async Task Anonymous_requests_can_be_limited_to_paths()
    {
        await using var server = await TlsTestServer.StartAsync((options, folder) =>
        {
            var file = Path.Combine(folder, "authentication.yaml");
            File.WriteAllText(file, """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous:
                  enabled: true
                  conditions: [{path: /livez}]
                """);
            return options with { AuthenticationConfigFile = file };
        });
        using var client = server.Client();
        Assert.Equal(200, await StatusAsync(client, "/livez"));
        Assert.Equal(401, await StatusAsync(client, "/healthz"));
    }

    [Fact]
    public async Task Certificates_are_chosen_by_name_and_replaced_without_a_restart()
    {
        string serving = "", key = "";
        await using var server = await TlsTestServer.StartAsync((options, folder) =>
        {
            using var other = new TestAuthority("other");
            var named = other.WriteServer(folder, "named", "special.example.org", "*.wild.example.org");
            (serving, key) = (options.TlsCertFile!, options.TlsPrivateKeyFile!);
            return options with { TlsSniCertKeys = [$"{named.Certificate},{named.Key}"] };
        });
        Assert.Equal("CN=localhost", await SubjectAsync(server, null));
        Assert.Equal("CN=special.example.org", await SubjectAsync(server, "special.example.org"));
        Assert.Equal("CN=special.example.org", await SubjectAsync(server, "a.wild.example.org"));
        Assert.Equal("CN=localhost", await SubjectAsync(server, "a.b.wild.example.org"));
        server.Authority.WriteServer(Path.GetDirectoryName(serving)!, "server", "rotated");
        File.SetLastWriteTimeUtc(key, DateTime.UtcNow.AddSeconds(5));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await SubjectAsync(server, null) != "CN=rotated")
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
    }

    private static async Task<string> SubjectAsync(TlsTestServer server, string? name)
    {
        var subject = "";
        using var client = server.Client(null, handler =>
        {
            // The name that is asked for is that of the URL; the address is this machine's.
            handler.ConnectCallback = async (_, cancelled) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, server.Inner.Component.Port, cancelled);
                return new NetworkStream(socket, ownsSocket: true);
            };
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => (subject = shown!.Subject).Length > 0;
        });
        if (name is not null) client.BaseAddress = new Uri($"https://{name}");
        await StatusAsync(client, "/healthz");
        return subject;
    }

    private static async Task<int> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private static async Task CreateTokenAsync(TlsTestServer server, string id, DateTimeOffset ends)
    {
        var body = $$$"""
            {"metadata":{"name":"bootstrap-token-{{{id}}}","namespace":"kube-system"},"type":"bootstrap.kubernetes.io/token","stringData":{"token-id":"{{{id}}}",
            "token-secret":"0123456789abcdef","usage-bootstrap-authentication":"true","auth-extra-groups":"system:bootstrappers:workers",
            "expiration":"{{{ends:yyyy-MM-ddTHH:mm:ssZ}}}"}}
            """;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Inner.Http.PostAsync(
            new Uri("/api/v1/namespaces/kube-system/secrets", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)response.StatusCode);
    }

    private static X500DistinguishedName Subject(params (string Oid, string Value)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (oid, value) in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }
}
