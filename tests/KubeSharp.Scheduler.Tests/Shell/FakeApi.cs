using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Threading.Channels;
using KubeSharp.Models;

namespace KubeSharp.Scheduler.Tests.Shell;

/// <summary>As much of an API server as the scheduler talks to: pods and nodes can be listed and watched, writes are recorded.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, string> objects = new(StringComparer.Ordinal);
    private readonly List<(string Path, PipeWriter Writer)> watchers = [];
    private readonly Channel<(string Method, string Path, string Body)> writes = Channel.CreateUnbounded<(string, string, string)>();
    private int revision = 1;

    /// <summary>Makes bindings fail with a conflict.</summary>
    public ConcurrentDictionary<string, bool> RefusedBindings { get; } = new();

    /// <summary>Creates or replaces an object.</summary>
    public void Set<T>(T item)
        where T : class, IKubernetesObject<T>
    {
        lock (gate)
        {
            item.Metadata.ResourceVersion = $"{++revision}";
            var collection = Collection(T.Resource);
            var key = $"{collection}|{item.Metadata.Namespace}/{item.Metadata.Name}";
            var text = Encoding.UTF8.GetString(KubernetesJson.ToUtf8Bytes(item));
            var type = objects.ContainsKey(key) ? "MODIFIED" : "ADDED";
            objects[key] = text;
            foreach (var (path, writer) in watchers)
            {
                if (path == collection)
                {
                    writer.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":{text}}}\n"));
                    _ = writer.FlushAsync().AsTask();
                }
            }
        }
    }

    /// <summary>The next write that <paramref name="wanted"/> accepts; others are passed over.</summary>
    public async Task<(string Method, string Path, string Body)> NextAsync(Func<string, string, bool> wanted, CancellationToken cancel)
    {
        while (true)
        {
            var write = await writes.Reader.ReadAsync(cancel);
            if (wanted(write.Method, write.Path))
                return write;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
            return request.RequestUri.Query.Contains("watch=", StringComparison.Ordinal) ? Watch(path, cancellationToken) : List(path);

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (path.EndsWith("/binding", StringComparison.Ordinal) && RefusedBindings.TryRemove(path, out _))
        {
            writes.Writer.TryWrite(("REFUSED", path, body));
            return Json(HttpStatusCode.Conflict, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Conflict\",\"message\":\"refused\",\"code\":409}");
        }

        writes.Writer.TryWrite((request.Method.Method, path, body));
        return Json(HttpStatusCode.OK, body.StartsWith('{') ? body : "{}");
    }

    private static string Collection(ResourceInfo resource) =>
        (resource.Group.Length == 0 ? "/api/" : $"/apis/{resource.Group}/") + $"{resource.Version}/{resource.Plural}";

    private static HttpResponseMessage Json(HttpStatusCode code, string text) =>
        new(code) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    private HttpResponseMessage List(string path)
    {
        lock (gate)
        {
            var items = objects.Where(o => o.Key.StartsWith(path + "|", StringComparison.Ordinal)).Select(o => o.Value);
            return Json(
                HttpStatusCode.OK,
                $"{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{{\"resourceVersion\":\"{revision}\"}},\"items\":[{string.Join(',', items)}]}}");
        }
    }

    private HttpResponseMessage Watch(string path, CancellationToken cancel)
    {
        var pipe = new Pipe();
        cancel.Register(() => pipe.Writer.Complete());
        lock (gate)
            watchers.Add((path, pipe.Writer));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
    }
}
