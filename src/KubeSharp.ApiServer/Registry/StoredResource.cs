using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>A resource as it lies in the store: one for all the versions it is served in.</summary>
internal sealed class StoredResource
{
    /// <summary>The group and plural by which messages name it.</summary>
    public required GroupResource Name { get; init; }

    /// <summary>The definition of the version that objects are stored in.</summary>
    public required ResourceDefinition StoredDefinition { get; init; }

    /// <summary>The kind's own rules.</summary>
    public required ResourceStrategy Strategy { get; init; }

    /// <summary>The start of all its keys, with a slash at the end: <c>/registry/pods/</c>.</summary>
    public required string KeyPrefix { get; init; }

    /// <summary>Makes of stored objects what requests see, and back; null where they are the same.</summary>
    public IStoredCodec? Codec { get; init; }

    /// <summary>Whether a CustomResourceDefinition made it. Such a resource is seen in one version: each served version has a view of its own.</summary>
    public bool IsCustom { get; init; }

    /// <summary>The revision from which on there can be objects: that of the definition of a custom resource; 0 for built-in kinds.</summary>
    public long Since { get; set; }

    /// <summary>The apiVersion of stored objects.</summary>
    public string ApiVersion => StoredDefinition.ApiVersion;

    /// <summary>The kind.</summary>
    public string Kind => StoredDefinition.Kind;

    /// <summary>Group and kind, as messages about invalid objects name it.</summary>
    public GroupKind GroupKind => new(StoredDefinition.Group, StoredDefinition.Kind);

    /// <summary>Whether objects live in namespaces.</summary>
    public bool Namespaced => StoredDefinition.Namespaced;

    /// <summary>Whether there is a status that only the status subresource may change.</summary>
    public bool HasStatus => StoredDefinition.Subresource("status") is not null;

    /// <summary>The key of an object.</summary>
    public string Key(string @namespace, string name) => Namespaced ? $"{KeyPrefix}{@namespace}/{name}" : KeyPrefix + name;

    /// <summary>The start of the keys of a namespace, or of all objects if it is empty.</summary>
    public string Prefix(string @namespace) => Namespaced && @namespace.Length > 0 ? $"{KeyPrefix}{@namespace}/" : KeyPrefix;

    /// <summary>Namespace and name of a key.</summary>
    public NamespacedName Split(string key)
    {
        var rest = key.AsSpan(KeyPrefix.Length);
        var slash = Namespaced ? rest.IndexOf('/') : -1;
        return slash < 0 ? new NamespacedName("", rest.ToString()) : new NamespacedName(rest[..slash].ToString(), rest[(slash + 1)..].ToString());
    }

    /// <inheritdoc />
    public override string ToString() => Name.ToString();
}
