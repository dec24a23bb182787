using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Tests.Webhooks;

public sealed class WebhookKubeConfigTests
{
    private const string Authorization = """
        apiVersion: v1
        kind: Config
        current-context: webhook
        clusters:
        - name: authz
          cluster: {server: "https://authz.example.com/authorize", certificate-authority-data: UEVN, tls-server-name: authz}
        users:
        - name: apiserver
          user: {token: secret}
        contexts:
        - name: webhook
          context: {cluster: authz, user: apiserver}
        """;

    private const string Admission = """
        apiVersion: v1
        kind: Config
        users:
        - {name: 'hook.prod.svc', user: {token: exact}}
        - {name: 'hook.prod.svc:8443', user: {token: port}}
        - {name: '*.prod.svc', user: {token: namespace}}
        - {name: '*', user: {token: anyone}}
        """;

    [Fact]
    public void The_current_context_says_where_and_who()
    {
        var endpoint = WebhookKubeConfig.Parse(Authorization, "/").Endpoint();
        Assert.Equal("https://authz.example.com/authorize", endpoint.Url.OriginalString);
        Assert.Equal("authz", endpoint.TlsServerName);
        Assert.Equal("PEM", endpoint.CaBundle);
        Assert.Equal("secret", endpoint.Credentials.Token);
    }

    [Theory]
    [InlineData("hook.prod.svc:443", "exact")]
    [InlineData("hook.prod.svc:8443", "port")]
    [InlineData("other.prod.svc:443", "namespace")]
    [InlineData("hook.test.svc:443", "anyone")]
    public void Credentials_are_those_of_the_closest_name(string host, string token) =>
        Assert.Equal(token, WebhookKubeConfig.Parse(Admission, "/").CredentialsFor(host).Token);

    [Fact]
    public void A_file_without_a_cluster_is_no_configuration() =>
        Assert.Throws<ArgumentException>(() => WebhookKubeConfig.Parse("kind: Config", "/").Endpoint());
}
