using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/version: which Kubernetes this is.</summary>
internal sealed class VersionEndpoint : IPathHandler
{
    public IEnumerable<string> Paths => ["/version"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (!context.Info.Path.StartsWith("/version", StringComparison.Ordinal)) return false;
        if (context.Info.Path is not ("/version" or "/version/"))
        {
            if (!context.Info.Path.StartsWith("/version/", StringComparison.Ordinal)) return false;
            await StatusWriter.WriteAsync(context, StatusError.PathNotFound());
            return true;
        }

        if (!HttpMethods.IsGet(context.Request.Method)) await StatusWriter.WriteAsync(context, StatusError.MethodNotAllowed());
        else await ObjectWriter.WriteAsync(context, 200, new Accepted(OutputFormat.Json), Document());
        return true;
    }

    private static JsonObject Document() => new()
    {
        { "major", "1" },
        { "minor", "36" },
        { "emulationMajor", "1" },
        { "emulationMinor", "36" },
        { "minCompatibilityMajor", "1" },
        { "minCompatibilityMinor", "35" },
        { "gitVersion", "v1.36.2+kubesharp" },
        { "gitCommit", "" },
        { "gitTreeState", "clean" },
        { "buildDate", "1970-01-01T00:00:00Z" },
        { "goVersion", "" },
        { "compiler", "dotnet" },
        { "platform", Platform() },
    };

    private static string Platform()
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
        return $"linux/{architecture}";
    }
}
