using System.Globalization;
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
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0) return new Accepted(OutputFormat.Json);
        // In the order of the header, unless it weighs.
        if (header.Contains("q=", StringComparison.Ordinal)) return NegotiateWeighed(header, shapes);
        foreach (var range in header.AsSpan().Split(','))
        {
            if (TryClause(header.AsSpan()[range].Trim(), shapes, out var accepted) && (protobuf || accepted is not { Format: OutputFormat.Protobuf, Shape: OutputShape.Object }))
                return accepted;
        }

        return StatusError.NotAcceptable(MediaTypes);
    }

    /// <summary>The format for an answer that has to be written whatever the client accepts.</summary>
    public static Accepted ForError(HttpRequest request)
    {
        var wanted = Negotiate(request, shapes: true);
        return wanted.IsOk ? new Accepted(wanted.Value.Format) : new Accepted(OutputFormat.Json);
    }

    private static Result<Accepted> NegotiateWeighed(string header, bool shapes)
    {
        foreach (var clause in header.Split(',', StringSplitOptions.TrimEntries).OrderByDescending(Weight))
        {
            if (TryClause(clause, shapes, out var accepted)) return accepted;
        }

        return StatusError.NotAcceptable(MediaTypes);
    }

    private static double Weight(string clause)
    {
        foreach (var parameter in clause.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.StartsWith("q=", StringComparison.Ordinal)
                && double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)) return weight;
        }

        return 1;
    }

    private static bool TryClause(ReadOnlySpan<char> clause, bool shapes, out Accepted accepted)
    {
        accepted = default;
        var semicolon = clause.IndexOf(';');
        var type = (semicolon < 0 ? clause : clause[..semicolon]).Trim();
        OutputFormat format;
        if (type is Json or "*/*") format = OutputFormat.Json;
        else if (type is Yaml) format = OutputFormat.Yaml;
        else if (type is Protobuf) format = OutputFormat.Protobuf;
        else return false;

        string shape = "", group = "", version = "";
        if (semicolon >= 0)
        {
            var parameters = clause[(semicolon + 1)..];
            foreach (var range in parameters.Split(';'))
            {
                var parameter = parameters[range].Trim();
                var equals = parameter.IndexOf('=');
                if (equals < 0) continue;
                var value = parameter[(equals + 1)..].Trim('"').ToString();
                switch (parameter[..equals].ToString())
                {
                    case "as": shape = value; break;
                    case "g": group = value; break;
                    case "v": version = value; break;
                }
            }
        }

        if (shape.Length == 0)
        {
            accepted = new Accepted(format);
            return true;
        }

        if (!shapes || group != "meta.k8s.io" || version is not ("v1" or "v1beta1")) return false;
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
