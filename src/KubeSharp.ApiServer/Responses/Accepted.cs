using KubeSharp.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Responses;

/// <summary>What the client wants the answer to be: chosen from its Accept header.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Shape">What it is made of.</param>
/// <param name="Version">The version of meta.k8s.io for shapes other than the object itself.</param>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables</remarks>
internal readonly record struct Accepted(OutputFormat Format, OutputShape Shape = OutputShape.Object, string Version = "v1")
{
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The media types that objects can be read and written in.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [Json, Yaml, Protobuf];

    /// <summary>What watches can be had in.</summary>
    public static IReadOnlyList<string> StreamTypes { get; } = [Json + ";stream=watch", Protobuf + ";stream=watch"];

    /// <summary>The Content-Type of an answer in this format.</summary>
    public string ContentType => Format switch
    {
        OutputFormat.Yaml => Yaml,
        OutputFormat.Protobuf => Protobuf,
        _ => Json,
    };

    /// <summary>The first clause of the header that can be served.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shapes">Whether tables and partial metadata can be had here.</param>
    /// <param name="protobuf">Whether the objects themselves can be written as protobuf; custom ones cannot.</param>
    public static Result<Accepted> Negotiate(HttpRequest request, bool shapes, bool protobuf = true)
    {
        var header = request.Headers.Accept is [{ } first, ..] ? first : "";
        if (header is "" or Json) return new Accepted(OutputFormat.Json);
        if (header.AsSpan().ContainsAny('q', '*'))
        {
            foreach (var clause in AcceptClause.Parse(header))
            {
                if (TryAccept(clause, shapes, protobuf, out var accepted)) return accepted;
            }

            return StatusError.NotAcceptable(MediaTypes);
        }

        // Without weights and wildcards, as nearly all clients send it, the order is that of the header, and nothing of it is kept.
        foreach (var range in header.AsSpan().Split(','))
        {
            if (AcceptClause.TryRead(header.AsMemory()[range], out var clause) && TryAccept(clause, shapes, protobuf, out var accepted)) return accepted;
        }

        return StatusError.NotAcceptable(MediaTypes);
    }

    /// <summary>The format for an answer that has to be written whatever the client accepts.</summary>
    public static Accepted ForError(HttpRequest request)
    {
        var wanted = Negotiate(request, shapes: true);
        return wanted.IsOk ? new Accepted(wanted.Value.Format) : new Accepted(OutputFormat.Json);
    }

    private static bool TryAccept(in AcceptClause clause, bool shapes, bool protobuf, out Accepted accepted) =>
        TryAccept(clause, shapes, out accepted) && (protobuf || accepted is not { Format: OutputFormat.Protobuf, Shape: OutputShape.Object });

    private static bool TryAccept(in AcceptClause clause, bool shapes, out Accepted accepted)
    {
        accepted = default;
        OutputFormat format;
        if (clause.Is(Json) || clause.Is("*/*")) format = OutputFormat.Json;
        else if (clause.Is(Yaml)) format = OutputFormat.Yaml;
        else if (clause.Is(Protobuf)) format = OutputFormat.Protobuf;
        else return false;
        if (clause.TryGet("stream", out var stream) && stream is not "" && (stream is not "watch" || format == OutputFormat.Yaml)) return false;
        var (hasShape, hasGroup, hasVersion) = (clause.TryGet("as", out var shape), clause.TryGet("g", out var group), clause.TryGet("v", out var named));
        if (!hasShape && !hasGroup && !hasVersion)
        {
            accepted = new Accepted(format);
            return true;
        }

        var version = named switch { "v1" => "v1", "v1beta1" => "v1beta1", _ => null };
        if (!shapes || group is not "meta.k8s.io" || version is null) return false;
        switch (shape)
        {
            case "Table" when format != OutputFormat.Protobuf:
                accepted = new Accepted(format, OutputShape.Table, version);
                return true;
            case "PartialObjectMetadata":
                accepted = new Accepted(format, OutputShape.PartialMetadata, version);
                return true;
            case "PartialObjectMetadataList":
                accepted = new Accepted(format, OutputShape.PartialMetadataList, version);
                return true;
            default:
                return false;
        }
    }
}
