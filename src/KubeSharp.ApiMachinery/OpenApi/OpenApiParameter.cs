namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>A path or query parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">path or query.</param>
/// <param name="Type">string, boolean or integer.</param>
/// <param name="Shared">The name under which version 2 documents share it; null for one that is written in place.</param>
internal sealed record OpenApiParameter(string Name, string In, string Type, string? Shared);
