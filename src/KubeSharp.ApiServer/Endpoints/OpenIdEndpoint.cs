using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>The issuer's discovery document and its keys, for others who verify service-account tokens.</summary>
internal sealed class OpenIdEndpoint(OpenIdDocuments documents) : IPathHandler
{
    // Keys change with a restart at most; an hour is what upstream allows caches too.
    private const string Caching = "public, max-age=3600";

    public IEnumerable<string> Paths => [OpenIdDocuments.ConfigurationPath, OpenIdDocuments.KeysPath];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        var path = context.Info.Path.TrimEnd('/');
        if (path is not (OpenIdDocuments.ConfigurationPath or OpenIdDocuments.KeysPath)) return false;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await StatusWriter.WriteAsync(context, StatusError.MethodNotAllowed());
            return true;
        }

        var keys = path == OpenIdDocuments.KeysPath;
        var type = keys ? OpenIdDocuments.KeysMediaType : "application/json";
        if (!Accepts(context.Request.Headers.Accept.ToString(), type))
        {
            await StatusWriter.WriteAsync(context, new StatusError
            {
                Code = 406,
                Reason = StatusReason.NotAcceptable,
                Message = $"406: Not Acceptable\n\nAvailable representations: {type}",
                Details = new StatusDetails(),
            });
            return true;
        }

        context.Response.Headers.CacheControl = Caching;
        await BodyWriter.WriteAsync(context, 200, type, keys ? documents.Keys : documents.Configuration);
        return true;
    }

    private static bool Accepts(string header, string type)
    {
        if (header.Length == 0) return true;
        foreach (var item in header.Split(','))
        {
            var semicolon = item.IndexOf(';', StringComparison.Ordinal);
            var wanted = (semicolon < 0 ? item : item[..semicolon]).Trim();
            if (wanted == type || wanted is "*/*" or "application/*") return true;
        }

        return false;
    }
}
