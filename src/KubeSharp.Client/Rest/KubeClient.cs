using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>
/// Requests to one API server. Methods answer with the object as the server now has it and throw <see cref="KubeApiException"/>
/// when the server refuses, <see cref="HttpRequestException"/> or <see cref="IOException"/> when it cannot be reached.
/// Thread-safe; one instance for a process (or for one identity) is enough: over HTTP/2 all its requests share a connection.
/// </summary>
/// <example>
/// <code>
/// using KubeClient client = KubeClient.Create(KubeConfig.LoadDefault());
/// Pod pod = await client.GetAsync&lt;Pod&gt;("default", "web-0", cancellation);
/// await foreach (WatchEvent&lt;Pod&gt; e in client.WatchAsync&lt;Pod&gt;("default", new() { ResourceVersion = pod.Metadata.ResourceVersion }))
///     Console.WriteLine($"{e.Type} {e.Object.Metadata.Name}");
/// </code>
/// </example>
public sealed partial class KubeClient : IDisposable
{
    private const string JsonMediaType = "application/json";
    private readonly HttpMessageInvoker invoker;
    private readonly KubeClientOptions options;
    private readonly TokenBucket? limiter;
    private readonly IDisposable? owned;

    /// <summary>A client over any transport: sockets, or a handler that reaches a server in the same process.</summary>
    /// <param name="invoker">Sends the requests; adds credentials if any are needed. Not disposed by this client.</param>
    /// <param name="baseAddress">The server's address; a path in it is a prefix of every request.</param>
    /// <param name="options">Behaviour; null for the defaults.</param>
    public KubeClient(HttpMessageInvoker invoker, Uri baseAddress, KubeClientOptions? options = null)
        : this(invoker, baseAddress, options, null)
    {
    }

    private KubeClient(HttpMessageInvoker invoker, Uri baseAddress, KubeClientOptions? options, IDisposable? owned)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(baseAddress);
        this.invoker = invoker;
        this.options = options ?? new KubeClientOptions();
        this.owned = owned;
        BaseAddress = baseAddress;
        basePath = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (this.options.QueriesPerSecond is { } rate) limiter = new TokenBucket(rate, this.options.Burst, this.options.TimeProvider);
    }

    private readonly string basePath;

    /// <summary>The server's address.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A client over sockets, with the server, credentials and trust of <paramref name="config"/>.</summary>
    public static KubeClient Create(KubeConfig config, KubeClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var handler = KubeHttpHandler.Create(config, options?.TimeProvider ?? TimeProvider.System);
        var invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        return new KubeClient(invoker, config.Server, options, invoker);
    }

    /// <summary>Ends the transport if <see cref="Create"/> made it.</summary>
    public void Dispose() => owned?.Dispose();

    /// <summary>
    /// Sends any request and gives the answer as it comes, body unread, whatever its status: for streams and protocols that have
    /// no method here. The caller disposes the answer.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">From the first slash on, escaped.</param>
    /// <param name="content">The body, or null.</param>
    /// <param name="accept">The media types wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content = null, string accept = JsonMediaType, CancellationToken cancellationToken = default)
    {
        if (limiter is not null)
        {
            TimeSpan wait = limiter.Reserve();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        using var request = new HttpRequestMessage(method, basePath + pathAndQuery)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends any request with a buffered body and answers with the body; failures throw <see cref="KubeApiException"/>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">From the first slash on, escaped.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="contentType">The media type of <paramref name="body"/>.</param>
    /// <param name="accept">The media types wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<byte[]> SendRawAsync(
        HttpMethod method,
        string pathAndQuery,
        ReadOnlyMemory<byte>? body = null,
        string contentType = JsonMediaType,
        string accept = JsonMediaType,
        CancellationToken cancellationToken = default)
    {
        for (int attempt = 0; ; attempt++)
        {
            HttpContent? content = null;
            if (body is { } bytes)
            {
                content = new ReadOnlyMemoryContent(bytes);
                content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            }

            using HttpResponseMessage response = await SendAsync(method, pathAndQuery, content, accept, cancellationToken).ConfigureAwait(false);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return answer;
            if (attempt < options.MaxRetries && RetryAfter(response) is { } delay)
            {
                await Task.Delay(delay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                continue;
            }

            throw new KubeApiException(ToStatus(response.StatusCode, answer));
        }
    }

    /// <summary>The server asks for patience only with 429, or with 5xx and a Retry-After header; everything else is final.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500) return null;
        return response.Headers.RetryAfter?.Delta;
    }

    internal static Status ToStatus(HttpStatusCode code, ReadOnlySpan<byte> body)
    {
        Status? status = null;
        if (body.Length > 0 && body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..])
        {
            try
            {
                var reader = new Utf8JsonReader(body);
                reader.Read();
                status = Status.Read(ref reader);
            }
            catch (JsonException)
            {
                // Not a Status (a proxy's page, a cut answer): its text becomes the message below.
            }
        }

        if (status is null)
        {
            string text = System.Text.Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2048)]).Trim();
            status = new Status { Message = text.Length > 0 ? text : $"the server answered {(int)code}" };
        }

        if (status.Code is null or 0) status.Code = (int)code;
        return status;
    }

    private async Task<T> SendObjectAsync<T>(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string contentType, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        string accept = typeof(T) == typeof(PartialObjectMetadata) ? MetadataOnly.AcceptObject : JsonMediaType;
        byte[] answer = await SendRawAsync(method, path, body, contentType, accept, cancellationToken).ConfigureAwait(false);
        return KubernetesJson.Parse<T>(answer);
    }
}
