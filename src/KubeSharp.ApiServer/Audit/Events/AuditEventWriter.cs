using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>Writes events as JSON, an <c>Event</c> of audit.k8s.io/v1 (https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/). Pure.</summary>
internal static class AuditEventWriter
{
    // Text as it is: logs are read by people and never embedded in HTML.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event of the stage that the trail is in.</summary>
    /// <param name="trail">What is known.</param>
    /// <param name="truncated">Leaves out the objects, and says so.</param>
    public static byte[] Encode(AuditTrail trail, bool truncated = false)
    {
        var output = new ArrayBufferWriter<byte>(1024 + (truncated ? 0 : trail.RequestObject.Length + trail.ResponseObject.Length));
        using (var writer = new Utf8JsonWriter(output, _options)) Write(writer, trail, truncated);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, AuditTrail trail, bool truncated)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "Event"u8);
        writer.WriteString("apiVersion"u8, "audit.k8s.io/v1"u8);
        writer.WriteString("level"u8, trail.Level.ToString());
        writer.WriteString("auditID"u8, trail.AuditId);
        writer.WriteString("stage"u8, trail.Stage.ToString());
        writer.WriteString("requestURI"u8, trail.RequestUri);
        writer.WriteString("verb"u8, trail.Info.Verb);
        Write(writer, "user", trail.User);
        if (trail.ImpersonatedUser is { } impersonated) Write(writer, "impersonatedUser", impersonated);
        if (trail.ImpersonationConstraint.Length > 0)
        {
            writer.WriteStartObject("authenticationMetadata"u8);
            writer.WriteString("impersonationConstraint"u8, trail.ImpersonationConstraint);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("sourceIPs"u8);
        foreach (var address in trail.SourceAddresses) writer.WriteStringValue(address.ToString());
        writer.WriteEndArray();
        Text(writer, "userAgent", trail.UserAgent);
        if (trail.Object is { } target) Write(writer, target);
        if (trail.Status is { } status) Write(writer, status);
        if (!truncated) Raw(writer, "requestObject", trail.RequestObject);
        if (!truncated) Raw(writer, "responseObject", trail.ResponseObject);
        writer.WriteString("requestReceivedTimestamp"u8, new MicroTime(trail.Received).ToString());
        writer.WriteString("stageTimestamp"u8, new MicroTime(trail.StageTime).ToString());
        Annotations(writer, trail, truncated);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, UserInfo? user)
    {
        writer.WriteStartObject(name);
        if (user is not null)
        {
            Text(writer, "username", user.Name);
            Text(writer, "uid", user.Uid);
            if (user.Groups.Count > 0) List(writer, "groups", user.Groups);
            if (user.Extra.Count > 0)
            {
                writer.WriteStartObject("extra"u8);
                foreach (var (key, values) in user.Extra.OrderBy(pair => pair.Key, StringComparer.Ordinal)) List(writer, key, values);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditedObject target)
    {
        writer.WriteStartObject("objectRef"u8);
        Text(writer, "resource", target.Resource);
        Text(writer, "namespace", target.Namespace);
        Text(writer, "name", target.Name);
        Text(writer, "uid", target.Uid);
        Text(writer, "apiGroup", target.ApiGroup);
        Text(writer, "apiVersion", target.ApiVersion);
        Text(writer, "resourceVersion", target.ResourceVersion);
        Text(writer, "subresource", target.Subresource);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditedStatus status)
    {
        writer.WriteStartObject("responseStatus"u8);
        writer.WriteStartObject("metadata"u8);
        writer.WriteEndObject();
        Text(writer, "status", status.Status);
        Text(writer, "message", status.Message);
        Text(writer, "reason", status.Reason);
        if (status.Details is { } details)
        {
            writer.WritePropertyName("details"u8);
            details.WriteTo(writer);
        }

        if (status.Code != 0) writer.WriteNumber("code"u8, status.Code);
        writer.WriteEndObject();
    }

    private static void Annotations(Utf8JsonWriter writer, AuditTrail trail, bool truncated)
    {
        if (trail.Annotations.Count == 0 && !truncated) return;
        writer.WriteStartObject("annotations"u8);
        if (truncated) writer.WriteString("audit.k8s.io/truncated"u8, "true"u8);
        foreach (var (key, value) in trail.Annotations) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }

    private static void List(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void Raw(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return;
        writer.WritePropertyName(name);
        if (IsOneLine(json.Span)) writer.WriteRawValue(json.Span, skipInputValidation: true);
        else writer.WriteRawValue(OneLine(json.Span), skipInputValidation: true);
    }

    // A patch is logged as its sender wrote it, which may be over many lines; the log has one line for an event.
    private static bool IsOneLine(ReadOnlySpan<byte> json) => json.IndexOfAny((byte)'\n', (byte)'\r') < 0;

    private static byte[] OneLine(ReadOnlySpan<byte> json) =>
        ApiMachinery.Json.JsonParser.TryParse(json, out var value, out _) ? value.ToUtf8Bytes() : Encoding.UTF8.GetBytes("null");
}
