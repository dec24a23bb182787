using System.Buffers;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>What a service-account token says. Times are seconds since 1970.</summary>
internal sealed record ServiceAccountClaims
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public IReadOnlyList<string> Audiences { get; init; } = [];

    public long Expires { get; init; }

    public long NotBefore { get; init; }

    public long IssuedAt { get; init; }

    /// <summary>The token's own identity, for audit.</summary>
    public string Id { get; init; } = "";

    public required string Namespace { get; init; }

    public required BoundObject ServiceAccount { get; init; }

    public BoundObject? Pod { get; init; }

    public BoundObject? Secret { get; init; }

    public BoundObject? Node { get; init; }

    /// <summary>When a token that lives longer than it pretends should have been renewed; 0 if it does not pretend.</summary>
    public long WarnAfter { get; init; }

    /// <summary>The JSON that is signed.</summary>
    public byte[] ToPayload()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("aud"u8);
            foreach (var audience in Audiences)
                writer.WriteStringValue(audience);
            writer.WriteEndArray();
            writer.WriteNumber("exp"u8, Expires);
            writer.WriteNumber("iat"u8, IssuedAt);
            writer.WriteString("iss"u8, Issuer);
            if (Id.Length > 0)
                writer.WriteString("jti"u8, Id);
            writer.WriteStartObject("kubernetes.io"u8);
            writer.WriteString("namespace"u8, Namespace);
            Write(writer, "node", Node);
            Write(writer, "pod", Pod);
            Write(writer, "secret", Secret);
            Write(writer, "serviceaccount", ServiceAccount);
            if (WarnAfter > 0)
                writer.WriteNumber("warnafter"u8, WarnAfter);
            writer.WriteEndObject();
            writer.WriteNumber("nbf"u8, NotBefore);
            writer.WriteString("sub"u8, Subject);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the JSON of a token, or null if it has not the claims of a service-account token.</summary>
    public static ServiceAccountClaims? FromPayload(JsonObject payload)
    {
        if (payload.GetObject("kubernetes.io") is not { } own
            || own.GetString("namespace") is not { } @namespace
            || Read(own, "serviceaccount") is not { } account
            || payload.GetString("iss") is not { } issuer
            || payload.GetString("sub") is not { } subject)
            return null;
        return new ServiceAccountClaims
        {
            Issuer = issuer,
            Subject = subject,
            Audiences = payload["aud"] switch
            {
                JsonString one => [one.Value],
                JsonArray many => [.. many.OfType<JsonString>().Select(text => text.Value)],
                _ => [],
            },
            Expires = payload.GetInt64("exp") ?? 0,
            NotBefore = payload.GetInt64("nbf") ?? 0,
            IssuedAt = payload.GetInt64("iat") ?? 0,
            Id = payload.GetString("jti") ?? "",
            Namespace = @namespace,
            ServiceAccount = account,
            Pod = Read(own, "pod"),
            Secret = Read(own, "secret"),
            Node = Read(own, "node"),
            WarnAfter = own.GetInt64("warnafter") ?? 0,
        };
    }

    private static void Write(Utf8JsonWriter writer, string name, BoundObject? bound)
    {
        if (bound is null)
            return;
        writer.WriteStartObject(name);
        writer.WriteString("name"u8, bound.Name);
        writer.WriteString("uid"u8, bound.Uid);
        writer.WriteEndObject();
    }

    private static BoundObject? Read(JsonObject own, string name) =>
        own.GetObject(name) is { } bound ? new BoundObject(bound.GetString("name") ?? "", bound.GetString("uid") ?? "") : null;
}
