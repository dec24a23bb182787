using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>A resource as the API serves it, built-in or custom. Immutable.</summary>
public sealed record ResourceDefinition
{
    /// <summary>The group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The name in paths.</summary>
    public required string Plural { get; init; }

    /// <summary>The name of one object in messages.</summary>
    public required string Singular { get; init; }

    /// <summary>The kind of its objects.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind of its lists.</summary>
    public string ListKind { get => field ?? Kind + "List"; init; }

    /// <summary>Whether objects live in namespaces.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>The verbs in the order discovery has them.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>Short names, as in <c>kubectl get po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Categories, as in <c>kubectl get all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The group and version in which upstream stores it, which enters the storage version hash; null for what is not stored.</summary>
    public string? StorageGroupVersion { get; init; }

    /// <summary>Whether DELETE of one object answers with the object instead of a Status.</summary>
    public bool DeleteReturnsObject { get; init; }

    /// <summary>The subresources, ordered by name.</summary>
    public IReadOnlyList<SubresourceDefinition> Subresources { get; init; } = [];

    /// <summary>The columns of its Table; for custom resources those beside the name.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>Whether it comes from a custom resource definition or another server.</summary>
    public bool Custom { get; init; }

    /// <summary>The shape of its objects.</summary>
    public required TypeSchema Schema { get; init; }

    /// <summary>"v1" for the core group, "group/version" otherwise.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The hash by which clients notice that the stored version changed; null for what is not stored.</summary>
    public string? StorageVersionHash => StorageGroupVersion is null
        ? null
        : Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{StorageGroupVersion}/{Kind}")).AsSpan(0, 8));

    /// <summary>The subresource with this name, or null.</summary>
    public SubresourceDefinition? Subresource(string name)
    {
        foreach (var subresource in Subresources)
        {
            if (subresource.Name == name)
                return subresource;
        }

        return null;
    }

    /// <summary>Whether the resource itself has this verb.</summary>
    public bool HasVerb(string verb)
    {
        foreach (var known in Verbs)
        {
            if (known == verb)
                return true;
        }

        return false;
    }
}
