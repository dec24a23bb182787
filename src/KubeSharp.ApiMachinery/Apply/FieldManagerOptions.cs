using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>What a <see cref="FieldManager"/> needs to know about the resource it works for.</summary>
public sealed record FieldManagerOptions
{
    /// <summary>The kind, in the version of the request.</summary>
    public required GroupVersionKind Kind { get; init; }

    /// <summary>The schema of that version.</summary>
    public required TypeSchema Schema { get; init; }

    /// <summary>The clock for the entries' times.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The subresource that is written, such as <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Fields that a write here cannot change and therefore never owns: the status for the object itself, all else for its status.</summary>
    public FieldSet? ResetFields { get; init; }

    /// <summary>The kind's other versions; null when it has one version, or when all are alike.</summary>
    public IObjectVersions? Versions { get; init; }
}
