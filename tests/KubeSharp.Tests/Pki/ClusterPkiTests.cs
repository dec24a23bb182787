using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki;

namespace KubeSharp.Tests.Pki;

public sealed class ClusterPkiTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-pki-").FullName;
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_file_is_made_with_the_names_of_kubeadm_and_keys_are_private()
    {
        Ensure();
        foreach (var name in new[] { "ca", "front-proxy-ca", "apiserver", "apiserver-kubelet-client", "front-proxy-client" })
        {
            Assert.True(File.Exists(PkiPath(name + ".crt")), name);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PkiPath(name + ".key")));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PkiPath("sa.key")));
        Assert.Contains("BEGIN PUBLIC KEY", File.ReadAllText(PkiPath("sa.pub")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "pki"), "*.tmp"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "pki"), "*.pending"));
    }

    [Fact]
    public void The_server_certificate_carries_every_name_of_the_server()
    {
        var (names, addresses) = CertificateNames.AlternativeNames(Ensure().ApiServer.Certificate);
        Assert.Equal(
            ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost", "node-a", "machine"],
            names);
        Assert.Contains(IPAddress.Parse("10.0.0.1"), addresses);
        Assert.Contains(IPAddress.Parse("192.0.2.7"), addresses);
        Assert.Contains(IPAddress.Loopback, addresses);
    }

    [Fact]
    public void Components_are_known_by_common_name_and_organizations()
    {
        var pki = Ensure();
        Assert.Equal(["system:masters"], CertificateNames.Organizations(pki.Admin.Certificate));
        Assert.Equal("system:node:node-a", CertificateNames.CommonName(pki.KubeletClient.Certificate));
        Assert.Equal(["system:nodes"], CertificateNames.Organizations(pki.KubeletClient.Certificate));
        Assert.Equal("system:kube-scheduler", CertificateNames.CommonName(pki.Scheduler.Certificate));
        Assert.Equal("system:kube-controller-manager", CertificateNames.CommonName(pki.ControllerManager.Certificate));
        Assert.Equal("system:kube-proxy", CertificateNames.CommonName(pki.Proxy.Certificate));
        Assert.True(CertificateAuthority.IsIssuedBy(pki.Admin.Certificate, pki.Authority.Certificate));
        Assert.True(CertificateAuthority.IsIssuedBy(pki.FrontProxyClient.Certificate, pki.FrontProxyAuthority.Certificate));
        Assert.False(CertificateAuthority.IsIssuedBy(pki.FrontProxyClient.Certificate, pki.Authority.Certificate));
    }

    [Fact]
    public void A_restart_changes_nothing()
    {
        Ensure();
        var before = Snapshot();
        _time.Advance(TimeSpan.FromDays(30));
        Ensure();
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void A_certificate_is_renewed_when_less_than_a_third_of_its_life_is_left()
    {
        var first = Ensure();
        _time.Advance(TimeSpan.FromDays(240));
        Assert.Equal(first.Admin.Certificate.Thumbprint, Ensure().Admin.Certificate.Thumbprint);
        _time.Advance(TimeSpan.FromDays(10));
        var second = Ensure();
        Assert.NotEqual(first.Admin.Certificate.Thumbprint, second.Admin.Certificate.Thumbprint);
        Assert.Equal(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
        Assert.True(second.RenewAt > _time.GetUtcNow());
    }

    [Fact]
    public void A_renewed_authority_keeps_its_key_so_that_old_certificates_stay_valid()
    {
        var first = Ensure();
        _time.Advance(TimeSpan.FromDays(3000));
        var second = Ensure();
        Assert.NotEqual(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
        Assert.Equal(first.Authority.Certificate.GetPublicKey(), second.Authority.Certificate.GetPublicKey());
        Assert.True(CertificateAuthority.IsIssuedBy(first.Admin.Certificate, second.Authority.Certificate));
    }

    [Fact]
    public void A_new_address_of_the_machine_renews_the_serving_certificates_only()
    {
        var first = Ensure();
        var second = ClusterPki.Ensure(Options() with { NodeAddresses = [IPAddress.Parse("192.0.2.8")] }, _time);
        Assert.NotEqual(first.ApiServer.Certificate.Thumbprint, second.ApiServer.Certificate.Thumbprint);
        Assert.NotEqual(first.KubeletServer.Certificate.Thumbprint, second.KubeletServer.Certificate.Thumbprint);
        Assert.Equal(first.Admin.Certificate.Thumbprint, second.Admin.Certificate.Thumbprint);
    }

    [Fact]
    public void Kubeconfigs_hold_the_server_and_the_credentials()
    {
        var pki = Ensure();
        var text = File.ReadAllText(pki.Kubeconfigs["admin"]);
        Assert.Contains("server: 'https://127.0.0.1:6443'", text, StringComparison.Ordinal);
        Assert.Contains("current-context: 'kubernetes-admin@kubesharp'", text, StringComparison.Ordinal);
        var line = text.Split('\n').Single(l => l.Contains("client-certificate-data", StringComparison.Ordinal));
        var pem = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        Assert.Equal(pki.Admin.Certificate.Thumbprint, certificate.Thumbprint);
        Assert.Equal(["admin", "controller-manager", "kube-proxy", "kubelet", "scheduler"], pki.Kubeconfigs.Keys.Order());
    }

    [Theory]
    [InlineData("ca.crt", "rubbish", "are not a PEM certificate and its private key")]
    [InlineData("ca.key", "", "are not a PEM certificate and its private key")]
    [InlineData("ca.key", null, "but no key")]
    [InlineData("apiserver.crt", null, "but no certificate")]
    [InlineData("sa.key", "rubbish", "is not a private key in PEM")]
    [InlineData("sa.key", null, "but no key")]
    public void Broken_material_is_refused_in_one_sentence_that_names_the_file(string file, string? content, string sentence)
    {
        Ensure();
        if (content is null)
            File.Delete(PkiPath(file));
        else
            File.WriteAllText(PkiPath(file), content);
        var refusal = Assert.Throws<PkiException>(Ensure);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "pki"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_another_cluster_is_refused()
    {
        Ensure();
        File.Delete(PkiPath("ca.crt"));
        File.Delete(PkiPath("ca.key"));
        Assert.Contains("was not signed by", Assert.Throws<PkiException>(Ensure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_belongs_to_another_certificate_is_refused()
    {
        Ensure();
        File.Copy(PkiPath("front-proxy-ca.key"), PkiPath("ca.key"), overwrite: true);
        Assert.Throws<PkiException>(Ensure);
    }

    [Fact]
    public void A_certificate_that_is_no_authority_is_refused_as_one()
    {
        Ensure();
        File.Copy(PkiPath("admin.crt"), PkiPath("ca.crt"), overwrite: true);
        File.Copy(PkiPath("admin.key"), PkiPath("ca.key"), overwrite: true);
        Assert.Contains("not the certificate of an authority", Assert.Throws<PkiException>(Ensure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_cut_off_between_key_and_certificate_is_finished()
    {
        var pki = Ensure();
        var pem = File.ReadAllText(PkiPath("admin.crt")) + File.ReadAllText(PkiPath("admin.key"));
        File.WriteAllText(PkiPath("admin.pending"), pem);
        File.Delete(PkiPath("admin.crt"));
        Assert.Equal(pki.Admin.Certificate.Thumbprint, Ensure().Admin.Certificate.Thumbprint);
        Assert.False(File.Exists(PkiPath("admin.pending")));
    }

    [Fact]
    public void A_key_that_others_may_read_is_closed_again()
    {
        Ensure();
        File.SetUnixFileMode(PkiPath("ca.key"), (UnixFileMode)0b110_100_100);
        Ensure();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PkiPath("ca.key")));
    }

    private ClusterPki Ensure() => ClusterPki.Ensure(Options(), _time);

    private string PkiPath(string name) => Path.Combine(_folder, "pki", name);

    private PkiOptions Options() => new()
    {
        DataDirectory = _folder,
        NodeName = "node-a",
        ServerUrl = "https://127.0.0.1:6443",
        HostNames = ["machine"],
        NodeAddresses = [IPAddress.Parse("192.0.2.7")],
        KubernetesServiceAddresses = [IPAddress.Parse("10.0.0.1")],
    };

    private Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);

    private sealed class SettableTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
