namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>A path and its operations. Parameters that all operations share stand with the path.</summary>
internal sealed class OpenApiPath
{
    public OpenApiPath(string path, IReadOnlyList<OpenApiOperation> operations)
    {
        Path = path;
        Operations = operations;
        Common = [.. operations[0].Parameters.Where(p => operations.All(o => o.Parameters.Contains(p))).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.In, StringComparer.Ordinal)];
    }

    public string Path { get; }

    public IReadOnlyList<OpenApiOperation> Operations { get; }

    public IReadOnlyList<OpenApiParameter> Common { get; }

    /// <summary>The parameters that stand with the operation, ordered by name.</summary>
    public IEnumerable<OpenApiParameter> Own(OpenApiOperation operation) =>
        operation.Parameters.Where(p => !Common.Contains(p)).OrderBy(p => p.Name, StringComparer.Ordinal);
}
