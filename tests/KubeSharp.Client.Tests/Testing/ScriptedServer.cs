using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace KubeSharp.Client.Tests;

/// <summary>An API server that says what a test tells it to, fault by fault.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<HttpRequestMessage, HttpResponseMessage>> answers = new();

    public ConcurrentQueue<(string Method, string PathAndQuery, string Body)> Requests { get; } = new();

    /// <summary>What to answer when the script is used up.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Otherwise { get; set; }

    public KubeClient Client(TimeProvider? time = null) =>
        new(new HttpMessageInvoker(this), new Uri("https://server/"), new KubeClientOptions { TimeProvider = time ?? TimeProvider.System });

    public ScriptedServer Then(HttpStatusCode code, string body, Action<HttpResponseMessage>? adjust = null)
    {
        answers.Enqueue(_ =>
        {
            HttpResponseMessage response = Json(code, body);
            adjust?.Invoke(response);
            return response;
        });
        return this;
    }

    public ScriptedServer ThenThrow(Exception error)
    {
        answers.Enqueue(_ => throw error);
        return this;
    }

    public WatchScript ThenWatch()
    {
        var script = new WatchScript();
        answers.Enqueue(_ => script.Response());
        return script;
    }

    public static HttpResponseMessage Json(HttpStatusCode code, string body) =>
        new(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static string Status(int code, string reason, string message = "no") =>
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}}""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Enqueue((request.Method.Method, request.RequestUri!.PathAndQuery, body));
        if (answers.TryDequeue(out Func<HttpRequestMessage, HttpResponseMessage>? answer)) return answer(request);
        if (Otherwise is not null) return Otherwise(request);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("not reached");
    }
}

/// <summary>The body of one watch.</summary>
internal sealed class WatchScript
{
    private readonly Pipe pipe = new();

    public bool Opened { get; private set; }

    public HttpResponseMessage Response()
    {
        Opened = true;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
    }

    public WatchScript Send(string type, string item)
    {
        byte[] line = Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","object":{{item}}}""" + "\n");
        pipe.Writer.WriteAsync(line).AsTask().GetAwaiter().GetResult();
        return this;
    }

    public void End() => pipe.Writer.Complete();

    public void Break() => pipe.Writer.Complete(new IOException("connection reset"));
}
