namespace KubeSharp.ApiMachinery.Errors;

/// <summary>What a failed request was about. Empty members are not printed.</summary>
public sealed record StatusDetails
{
    /// <summary>The name of the object.</summary>
    public string Name { get; init; } = "";

    /// <summary>The API group of the resource.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource, or for invalid objects the kind.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The UID of the object.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The single faults.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>Seconds after which to try again; zero when not said.</summary>
    public int RetryAfterSeconds { get; init; }
}
