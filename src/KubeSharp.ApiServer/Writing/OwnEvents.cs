using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Events of the server's own parts.</summary>
internal sealed class OwnEvents(OwnWrites writes, TimeProvider time, string component)
{
    /// <summary>Reports what happened to an object. A report that cannot be made is lost: nobody waits for it.</summary>
    /// <param name="about">The object.</param>
    /// <param name="type">Normal or Warning.</param>
    /// <param name="reason">Why, as one word.</param>
    /// <param name="action">What is done about it, as one word.</param>
    /// <param name="note">What happened.</param>
    /// <param name="cancellationToken">Ends with the server.</param>
    public async ValueTask ReportAsync(JsonObject about, string type, string reason, string action, string note, CancellationToken cancellationToken)
    {
        var metadata = new Metadata(about);
        var now = time.GetUtcNow();
        var ns = metadata.Namespace.Length > 0 ? metadata.Namespace : "default";
        var subject = new JsonObject { { "kind", about.GetString("kind") ?? "" } };
        if (metadata.Namespace.Length > 0) subject.Set("namespace", metadata.Namespace);
        subject.Set("name", metadata.Name);
        subject.Set("uid", metadata.Uid);
        subject.Set("apiVersion", about.GetString("apiVersion") ?? "");
        subject.Set("resourceVersion", metadata.ResourceVersion);
        var document = new JsonObject
        {
            { "kind", "Event" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", $"{metadata.Name.Replace(':', '-')}.{now.UtcTicks:x16}" }, { "namespace", ns } } },
            { "involvedObject", subject },
            { "reason", reason },
            { "message", note },
            { "source", new JsonObject() },
            { "firstTimestamp", JsonNull.Instance },
            { "lastTimestamp", JsonNull.Instance },
            { "type", type },
            { "eventTime", new MicroTime(now).ToString() },
            { "action", action },
            { "reportingComponent", component },
            { "reportingInstance", $"{component}-{Environment.MachineName}" },
        };
        await writes.CreateAsync("", "events", document, cancellationToken);
    }
}
