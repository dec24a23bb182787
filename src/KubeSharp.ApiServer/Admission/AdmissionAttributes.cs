using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Admission;

/// <summary>The question that admission answers: may this object be written so, and how should it look.</summary>
/// <remarks>
/// One instance serves all plug-ins of one try of one request. When a write is tried again because the object changed meanwhile, the plug-ins
/// are asked again with the newer old object. https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
/// </remarks>
public sealed class AdmissionAttributes
{
    /// <summary>What is about to happen.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The kind of <see cref="Object"/>, in the version that is stored: for subresources the subresource's own (Binding, Eviction, Scale).</summary>
    public required GroupVersionKind Kind { get; init; }

    /// <summary>The same kind in the version that the caller speaks.</summary>
    public GroupVersionKind RequestKind { get => field.Kind is null ? Kind : field; init; }

    /// <summary>The resource of the request.</summary>
    public required GroupVersionResource Resource { get; init; }

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace, empty for cluster-scoped objects.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name; empty when a creation leaves it to the server (generateName) and for deletion of a collection.</summary>
    public string Name { get; init; } = "";

    /// <summary>The object as it is to be written. Mutating plug-ins change it in place; null for deletions.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The object as it is; null for creations. Must not be changed.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>CreateOptions, UpdateOptions, PatchOptions or DeleteOptions of the request, or the options of a connection.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Whether nothing will be stored: side effects are forbidden.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>Adds a Warning header to the answer.</summary>
    public required Action<string> AddWarning { get; init; }

    /// <summary>Notes something for the audit log: a key such as <c>pod-security.kubernetes.io/enforce-policy</c> and its value. The first value of a key stays.</summary>
    public Action<string, string> AddAnnotation { get; init; } = static (_, _) => { };

    /// <summary>What mutating plug-ins remember between the first and the second round over this object.</summary>
    public Reinvocation Reinvocation { get; } = new();
}
