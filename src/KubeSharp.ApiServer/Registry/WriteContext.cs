using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The circumstances of one write, for the rules of the kind.</summary>
internal sealed class WriteContext
{
    /// <summary>The resource that is written.</summary>
    public required StoredResource Resource { get; init; }

    /// <summary>The subresource through which it is written, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace of the request, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name on the URL; empty for a creation by POST.</summary>
    public string Name { get; init; } = "";

    /// <summary>The UID that the object must have (PUT of an object that names one); empty if any will do.</summary>
    public string PreconditionUid { get; init; } = "";

    /// <summary>The version in which the caller speaks.</summary>
    public string Version { get; init; } = "";

    /// <summary>Who writes.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether all is done but the writing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who owns the fields that are set: the fieldManager parameter, or the start of the User-Agent; empty leaves managedFields alone.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>The plug-ins to ask; null for the server's own writes.</summary>
    public AdmissionChain? Admission { get; init; }

    /// <summary>The options of the request as an object (CreateOptions, ...), for admission.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Whether containers may be privileged at all (<c>--allow-privileged</c>).</summary>
    public bool AllowPrivileged { get; init; } = true;

    /// <summary>Adds a Warning header to the answer.</summary>
    public Action<string> AddWarning { get; init; } = static _ => { };

    /// <summary>Notes a key and its value for the audit log.</summary>
    public Action<string, string> AddAnnotation { get; init; } = static (_, _) => { };

    /// <summary>Ends when the request does.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>The resource as the caller named it.</summary>
    public GroupVersionResource RequestedResource { get; init; }

    /// <summary>How admission sees what is written, where that is not the object itself. Mutating admission has judged it before then.</summary>
    public SubresourceView? View { get; init; }

    /// <summary>Whether the object is one of a collection that is deleted as a whole: admission is told no name then.</summary>
    public bool IsPartOfCollection { get; init; }

    /// <summary>The question for admission.</summary>
    public AdmissionAttributes Ask(AdmissionOperation operation, JsonObject? document, JsonObject? old, string name) => View is { } view
        ? Question(operation, document is null ? null : view.Show(document), old is null ? null : view.Show(old), name, view.Kind)
        : Question(operation, document, old, name, null);

    /// <summary>The question about a subresource's own object.</summary>
    public AdmissionAttributes AskAboutView(AdmissionOperation operation, JsonObject shown, JsonObject oldShown) => Question(operation, shown, oldShown, Name, View!.Kind);

    private AdmissionAttributes Question(AdmissionOperation operation, JsonObject? document, JsonObject? old, string name, GroupVersionKind? own) => new()
    {
        Operation = operation,
        Kind = own ?? new GroupVersionKind(Resource.StoredDefinition.Group, Resource.StoredDefinition.Version, Resource.Kind),
        RequestKind = own ?? new GroupVersionKind(RequestedResource.Group, RequestedResource.Version, Resource.Kind),
        Resource = RequestedResource,
        Subresource = Subresource,
        Namespace = Namespace,
        Name = IsPartOfCollection ? "" : name,
        Object = document,
        OldObject = old,
        Options = Options,
        DryRun = DryRun,
        User = User,
        AddWarning = AddWarning,
        AddAnnotation = AddAnnotation,
    };
}
