namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>A document ready to be sent.</summary>
/// <param name="Bytes">The document.</param>
/// <param name="Hash">Changes when the content does; the ETag is this in quotes.</param>
public sealed record OpenApiDocument(ReadOnlyMemory<byte> Bytes, string Hash);
