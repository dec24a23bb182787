using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Fuzz;

/// <summary>
/// Sends random requests, good and broken ones, and says which of them a server answered as none should: with an error of its own that it had to log, with
/// something that is no JSON where JSON is announced, or not at all.
/// </summary>
internal sealed class Fuzzer(HttpMessageInvoker http, FuzzLog log, int seed)
{
    // No request takes anywhere near that long, also on a machine that is busy with other things.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(30);
    private readonly FuzzRequests requests = new(seed);
    private readonly ConcurrentQueue<FuzzFinding> findings = new();
    private readonly ConcurrentDictionary<int, int> statuses = new();
    private readonly ConcurrentDictionary<(int Status, string Message), (int Count, FuzzRequest First)> messages = new();

    /// <summary>How many requests were answered with which status.</summary>
    public IReadOnlyDictionary<int, int> Statuses => statuses;

    /// <summary>The messages of refusals with what names something left out. Those of status 500 are for a reader to judge: Kubernetes itself answers so in some places.</summary>
    public IReadOnlyDictionary<(int Status, string Message), (int Count, FuzzRequest First)> Messages => messages;

    /// <summary>What was found so far.</summary>
    public IReadOnlyCollection<FuzzFinding> Findings => findings;

    /// <summary>Sends the requests with numbers from <paramref name="first"/> on, several at a time.</summary>
    public Task RunAsync(int first, int count, int workers, CancellationToken cancellationToken) => Parallel.ForAsync(
        first,
        first + count,
        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
        async (number, cancelled) => await SendAsync(requests.Make(number), cancelled));

    private async Task SendAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var message = Message(request);
            using var answer = await http.SendAsync(message, patience.Token);
            var status = (int)answer.StatusCode;
            statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
            var body = await ReadAsync(request, answer, patience.Token);
            if (log.Take() is { Count: > 0 } errors) findings.Enqueue(new FuzzFinding(request, $"logged: {string.Join('\n', errors)}"));
            Check(request, answer, status, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Enqueue(new FuzzFinding(request, $"no answer within {Patience.TotalSeconds} s"));
        }
        catch (HttpRequestException e)
        {
            findings.Enqueue(new FuzzFinding(request, $"the connection broke: {e.Message} {e.InnerException?.Message}"));
        }
        catch (IOException e)
        {
            findings.Enqueue(new FuzzFinding(request, $"the answer broke off: {e.Message}"));
        }
    }

    private void Check(FuzzRequest request, HttpResponseMessage answer, int status, byte[]? body)
    {
        if (status is 501 or 502 or 503 or > 504) findings.Enqueue(new FuzzFinding(request, $"status {status}"));
        if (body is null || body.Length == 0 || answer.Content.Headers.ContentType?.MediaType != "application/json") return;
        JsonValue parsed;
        try
        {
            parsed = JsonParser.Parse(body);
        }
        catch (FormatException e)
        {
            findings.Enqueue(new FuzzFinding(request, $"status {status} with broken JSON ({e.Message}): {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 400)))}"));
            return;
        }

        if (status >= 400 && parsed is JsonObject error && error.GetString("kind") == "Status")
        {
            messages.AddOrUpdate((status, Shape(error.GetString("message") ?? "")), (1, request), static (_, known) => (known.Count + 1, known.First));
        }
    }

    // Messages that differ in names only are one.
    private static string Shape(string message)
    {
        var text = new StringBuilder();
        var quoted = false;
        foreach (var c in message)
        {
            if (c == '"') quoted = !quoted;
            else if (!quoted && !char.IsAsciiDigit(c)) text.Append(c);
            if (text.Length == 90) break;
        }

        return text.ToString();
    }

    private static async Task<byte[]?> ReadAsync(FuzzRequest request, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!request.Streams)
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return answer.Content.Headers.ContentEncoding.Contains("gzip") ? Unpack(body) : body;
        }

        using var glance = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        glance.CancelAfter(Glance);
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(glance.Token);
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, glance.Token) > 0)
            {
                // Only whether it comes.
            }
        }
        catch (OperationCanceledException) when (glance.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Seen enough.
        }

        return null;
    }

    private static byte[] Unpack(byte[] body)
    {
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        return whole.ToArray();
    }

    private static HttpRequestMessage Message(FuzzRequest request)
    {
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var target = Uri.TryCreate("http://kubernetes" + request.Target, options, out var uri) ? uri : new Uri("http://kubernetes/");
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) message.Content.Headers.ContentType = type;
        }

        foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }
}
