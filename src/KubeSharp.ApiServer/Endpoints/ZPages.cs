using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/statusz and /flagz: what this process is and how it was started, for people.</summary>
/// <remarks>https://kubernetes.io/docs/reference/instrumentation/zpages/</remarks>
internal sealed class ZPages(ApiServerOptions options, TimeProvider time) : IPathHandler
{
    private const string Warning = "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.";
    private static readonly string[] MediaTypes = [Accepted.Json, Accepted.Yaml, "text/plain"];

    private readonly DateTimeOffset started = time.GetUtcNow();

    public IEnumerable<string> Paths => ["/flagz", "/statusz"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (context.Info.Path is not ("/statusz" or "/flagz")) return false;
        if (!WantsText(context.Request.Headers.Accept.ToString()))
        {
            await StatusWriter.WriteAsync(context, StatusError.NotAcceptable(MediaTypes));
            return true;
        }

        await TextAnswer.WriteAsync(context, 200, context.Info.Path == "/statusz" ? Status() : Flags());
        return true;
    }

    // The structured forms belong to an alpha API that is not served: text it is, or nothing.
    private static bool WantsText(string accept) =>
        accept.Length == 0 || accept.Contains("text/plain", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal);

    private string Status()
    {
        var up = time.GetUtcNow() - started;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""

            kube-apiserver statusz
            {Warning}

            Started: {started:ddd MMM dd HH:mm:ss} UTC {started.Year}
            Up: {(int)up.TotalHours} hr {up.Minutes:00} min {up.Seconds:00} sec
            Runtime version: {RuntimeInformation.FrameworkDescription}
            Binary version: 1.36.2
            Emulation version: 1.36
            Paths: /healthz /livez /metrics /readyz /version

            """);
    }

    private string Flags()
    {
        var text = new StringBuilder($"\nkube-apiserver flags\n{Warning}\n\n");
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("advertise-address", options.AdvertiseAddress?.ToString() ?? ""),
            ("anonymous-auth", (options.AnonymousAuth ?? true) ? "true" : "false"),
            ("bind-address", options.BindAddress.ToString()),
            ("client-ca-file", options.ClientCaFile ?? ""),
            ("secure-port", options.SecurePort.ToString(CultureInfo.InvariantCulture)),
            ("service-account-issuer", string.Join(',', options.ServiceAccountIssuers)),
            ("tls-cert-file", options.TlsCertFile ?? ""),
            ("token-auth-file", options.TokenAuthFile ?? ""),
        ])
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={value}\n");
        }

        return text.ToString();
    }
}
