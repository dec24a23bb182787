namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>One method of a path, free of the differences between document versions.</summary>
internal sealed record OpenApiOperation
{
    /// <summary>The HTTP method in lower case.</summary>
    public required string Method { get; init; }

    public required string Id { get; init; }

    public required string Tag { get; init; }

    /// <summary>x-kubernetes-action; null outside resources.</summary>
    public string? Action { get; init; }

    /// <summary>x-kubernetes-group-version-kind; null outside resources.</summary>
    public (string Group, string Version, string Kind)? Kind { get; init; }

    public IReadOnlyList<OpenApiParameter> Parameters { get; init; } = [];

    public OpenApiBody Body { get; init; }

    /// <summary>The OpenAPI name of the body's type.</summary>
    public string? BodyType { get; init; }

    /// <summary>The OpenAPI name of the answer's type; null for a string.</summary>
    public string? AnswerType { get; init; }

    /// <summary>The successful status codes.</summary>
    public IReadOnlyList<string> Codes { get; init; } = ["200"];

    public required IReadOnlyList<string> Produces { get; init; }

    /// <summary>What version 2 documents say the operation reads; empty to say nothing.</summary>
    public IReadOnlyList<string> Consumes { get; init; } = ["*/*"];
}
