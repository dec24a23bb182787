using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>
/// Brings a document into the form in which the server keeps and prints it: built-in kinds as if they had gone through Go's types
/// (declaration order, empty values dropped or printed as the types demand, quantities and times canonical), custom resources pruned
/// by their schema with members sorted. Idempotent.
/// </summary>
public static class DocumentDecoder
{
    /// <summary>Decodes a document. The argument is not changed; the result shares scalars and free-form parts with it.</summary>
    /// <param name="source">The document.</param>
    /// <param name="schema">A built-in object type, or one made from a custom resource definition.</param>
    /// <param name="duplicates">What the parser reported, or null.</param>
    public static DecodeResult Decode(JsonObject source, TypeSchema schema, IReadOnlyList<JsonDuplicate>? duplicates = null) =>
        schema.Name is null ? new CustomDecoder(duplicates).Decode(source, schema) : new TypedDecoder().Decode(source, schema, duplicates);

    /// <summary>
    /// Brings a document that is known to fit its schema into the form in which it is stored and answered: order restored after changes, and
    /// empty lists that Go would still print as <c>[]</c> turned into the <c>null</c> that comes back from storage. The last step of a write.
    /// </summary>
    /// <exception cref="InvalidOperationException">It does not fit.</exception>
    public static JsonObject Normalize(JsonObject source, TypeSchema schema)
    {
        var result = schema.Name is null ? new CustomDecoder(null).Decode(source, schema) : new TypedDecoder(forStorage: true).Decode(source, schema, null);
        return result.Object ?? throw new InvalidOperationException($"the object does not fit its schema: {result.Error}");
    }
}
