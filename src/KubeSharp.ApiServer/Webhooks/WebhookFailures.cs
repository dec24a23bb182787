using System.Security.Authentication;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Words for calls that failed, as a Go client puts them: they end up in answers that people search the web for.</summary>
internal static class WebhookFailures
{
    private const int LongestBody = 2048;

    /// <summary>What an exception means.</summary>
    public static string Describe(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is WebhookConnectException or AuthenticationException { InnerException: null }) return inner.Message;
        }

        return fault switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "net/http: HTTP/1.x transport connection broken: malformed HTTP response",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } tls } => "remote error: tls: " + tls.Message,
            _ => fault.InnerException?.Message ?? fault.Message,
        };
    }

    /// <summary>What an HTTP status that is no success means: the words of a Status in the body, or what is generally said of the code.</summary>
    public static string OfStatus(int code, JsonObject? body, ReadOnlySpan<byte> bytes)
    {
        if (body?.GetString("kind") == "Status" && body.GetString("message") is { Length: > 0 } message) return message;
        return code switch
        {
            400 => "the server rejected our request for an unknown reason",
            401 => "the server has asked for the client to provide credentials",
            403 => Text(bytes),
            404 => "the server could not find the requested resource",
            405 => "the server does not allow this method on the requested resource",
            406 => Text(bytes),
            409 => "the server reported a conflict",
            415 => Text(bytes),
            422 => "the server rejected our request due to an error in our request",
            429 => "the server has received too many requests and has asked us to try again later",
            503 => "the server is currently unable to handle the request",
            504 => "the server was unable to return a response in the time allotted, but may still be processing the request",
            >= 500 => $"an error on the server ({GoText.Quote(Text(bytes))}) has prevented the request from succeeding",
            _ => $"the server responded with the status code {code} but did not return more information",
        };
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestBody) bytes = bytes[..LongestBody];
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Length == 0 ? "unknown" : text;
    }
}
