using System.Text;

namespace KubeSharp.Client;

/// <summary>A patch: its format, as a media type, and its text in UTF-8. Formats: https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply.</summary>
/// <param name="ContentType">One of the four media types the server accepts.</param>
/// <param name="Body">The document, UTF-8 JSON (for apply also YAML).</param>
public readonly record struct KubePatch(string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>A list of operations, RFC 6902.</summary>
    public static KubePatch Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Json(string)"/>
    public static KubePatch Json(ReadOnlyMemory<byte> body) => new("application/json-patch+json", body);

    /// <summary>A document laid over the object, RFC 7386: null removes, lists are replaced whole.</summary>
    public static KubePatch Merge(string body) => Merge(Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Merge(string)"/>
    public static KubePatch Merge(ReadOnlyMemory<byte> body) => new("application/merge-patch+json", body);

    /// <summary>A merge patch that joins lists by the merge keys of the kind. Built-in kinds only.</summary>
    public static KubePatch StrategicMerge(string body) => StrategicMerge(Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="StrategicMerge(string)"/>
    public static KubePatch StrategicMerge(ReadOnlyMemory<byte> body) => new("application/strategic-merge-patch+json", body);

    /// <summary>The fields this manager wants, for server-side apply; needs <see cref="WriteOptions.FieldManager"/>.</summary>
    public static KubePatch Apply(string body) => Apply(Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Apply(string)"/>
    public static KubePatch Apply(ReadOnlyMemory<byte> body) => new("application/apply-patch+yaml", body);
}
