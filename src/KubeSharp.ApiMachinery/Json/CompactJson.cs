using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>How JSON is written on the wire and into the store.</summary>
public static class CompactJson
{
    /// <summary>No white space; escapes only what JSON requires, so that text stays readable and short.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
