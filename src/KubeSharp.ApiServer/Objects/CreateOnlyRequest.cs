using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Objects;

/// <summary>A question to a <see cref="ICreateOnlyResource"/>.</summary>
internal sealed record CreateOnlyRequest
{
    /// <summary>The document as decoded, with managedFields; the answer is written into it.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The namespace of the path, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the path (for subresources), or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Notes a key and its value for the audit log.</summary>
    public Action<string, string> AddAnnotation { get; init; } = static (_, _) => { };
}
