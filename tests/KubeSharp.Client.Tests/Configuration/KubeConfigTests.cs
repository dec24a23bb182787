using System.Text;

namespace KubeSharp.Client.Tests;

public sealed class KubeConfigTests
{
    private const string Text = """
        apiVersion: v1
        kind: Config
        current-context: home
        clusters:
        - name: c1
          cluster:
            server: https://127.0.0.1:6443
            certificate-authority-data: Q0E=
        - name: c2
          cluster:
            server: https://example.test:443/prefix
            certificate-authority: ca.crt
            tls-server-name: kubernetes
        users:
        - name: admin
          user:
            client-certificate-data: Q0VSVA==
            client-key: admin.key
        - name: robot
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: ./login
              args: [--cluster, c2]
              env:
              - name: MODE
                value: quiet
        contexts:
        - name: home
          context: {cluster: c1, user: admin, namespace: team}
        - name: away
          context: {cluster: c2, user: robot}
        - name: broken
          context: {cluster: none, user: robot}
        """;

    [Fact]
    public void The_current_context_says_where_and_who()
    {
        KubeConfig config = KubeConfig.Parse(Encoding.UTF8.GetBytes(Text));
        Assert.Equal(new Uri("https://127.0.0.1:6443"), config.Server);
        Assert.Equal("CA", config.CertificateAuthority!.Read());
        Assert.Equal("CERT", config.ClientCertificate!.Read());
        Assert.Equal(Path.GetFullPath("admin.key"), config.ClientKey!.Path);
        Assert.Equal("team", config.Namespace);
    }

    [Fact]
    public void Paths_are_relative_to_the_file_and_another_context_may_be_named()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string file = Path.Combine(folder, "config");
        File.WriteAllText(file, Text);
        KubeConfig config = KubeConfig.Load(file, "away");
        Assert.Equal(Path.Combine(folder, "ca.crt"), config.CertificateAuthority!.Path);
        Assert.Equal("kubernetes", config.TlsServerName);
        Assert.Equal(Path.Combine(folder, "login"), config.Exec!.Command);
        Assert.Equal(["--cluster", "c2"], config.Exec.Args);
        Assert.Equal("quiet", config.Exec.Env["MODE"]);
        Assert.Equal("default", config.Namespace);
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("missing", "the kubeconfig has no context missing")]
    [InlineData("broken", "context broken names cluster none, which the kubeconfig does not have")]
    public void What_does_not_fit_together_is_said(string context, string message)
    {
        KubeConfigException error = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Encoding.UTF8.GetBytes(Text), context));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        KubeConfigException error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load("/no/such/config"));
        Assert.Contains("/no/such/config", error.Message, StringComparison.Ordinal);
    }
}
