using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Client;

/// <summary>Runs a credential program and keeps what it says until it expires.</summary>
internal sealed class ExecCredentialProvider(KubeConfig config, TimeProvider time) : IDisposable
{
    private readonly ExecCredentialConfig exec = config.Exec!;
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Credential? current;

    /// <summary>The certificate the program gave last, if it gives certificates.</summary>
    public X509Certificate2? Certificate => current?.Certificate;

    /// <summary>The token, from memory while it is valid; null when the program gives only certificates.</summary>
    public async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        if (Valid() is { } known) return known.Token;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            current = Valid() ?? await RunAsync(cancellationToken).ConfigureAwait(false);
            return current.Token;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Forgets the credential if it still is the one the server refused.</summary>
    public void Discard(string? token)
    {
        if (current is { } credential && credential.Token == token) current = null;
    }

    public void Dispose() => gate.Dispose();

    private Credential? Valid() => current is { } credential && (credential.Expires is not { } end || time.GetUtcNow() < end) ? credential : null;

    private async Task<Credential> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(exec.Command, exec.Args) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in exec.Env) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Info();
        string output;
        try
        {
            using Process process = Process.Start(start) ?? throw new KubeConfigException($"cannot run {exec.Command}");
            output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0) throw new KubeConfigException($"{exec.Command} failed with exit code {process.ExitCode}");
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"cannot run {exec.Command}: {e.Message}" + (exec.InstallHint is null ? "" : ". " + exec.InstallHint), e);
        }

        return Read(output);
    }

    private string Info()
    {
        var spec = new JsonObject { { "interactive", false } };
        if (exec.ProvideClusterInfo)
        {
            var cluster = new JsonObject { { "server", new JsonString(config.Server.ToString()) } };
            if (config.TlsServerName is { } name) cluster.Set("tls-server-name", new JsonString(name));
            if (config.InsecureSkipTlsVerify) cluster.Set("insecure-skip-tls-verify", true);
            if (config.CertificateAuthority is { } authority)
                cluster.Set("certificate-authority-data", new JsonString(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority.Read()))));
            spec.Set("cluster", cluster);
        }

        var info = new JsonObject { { "apiVersion", new JsonString(exec.ApiVersion) }, { "kind", new JsonString("ExecCredential") }, { "spec", spec } };
        return info.ToString();
    }

    private Credential Read(string output)
    {
        JsonObject? status;
        try
        {
            status = (JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(output)) as JsonObject)?.GetObject("status");
        }
        catch (JsonSyntaxException e)
        {
            throw new KubeConfigException($"{exec.Command} did not answer with an ExecCredential: {e.Message}", e);
        }

        if (status is null) throw new KubeConfigException($"{exec.Command} answered without a status");
        string? certificate = status.GetString("clientCertificateData");
        string? key = status.GetString("clientKeyData");
        DateTimeOffset? expires = status.GetString("expirationTimestamp") is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) ? parsed : null;
        return new Credential(
            status.GetString("token"),
            certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key),
            expires);
    }

    private sealed record Credential(string? Token, X509Certificate2? Certificate, DateTimeOffset? Expires);
}
