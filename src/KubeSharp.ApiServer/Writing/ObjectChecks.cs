using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Validation of whole objects: metadata first, then the kind's own rules; all faults at once.</summary>
internal static class ObjectChecks
{
    public static StatusError? Create(WriteContext context, JsonObject document)
    {
        var errors = new ErrorList();
        ObjectMetaValidator.Validate(document.GetObject("metadata"), Rules(context.Resource), FieldPath.Metadata, errors);
        // Some kinds (roles) take nearly anything for a name; the keys of the store do not.
        if (Name(document).Contains('\0', StringComparison.Ordinal)) errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), Name(document), "may not contain U+0000"));
        context.Resource.Strategy.Validate(context, document, errors);
        return errors.ToStatus(context.Resource.GroupKind, Name(document));
    }

    public static StatusError? Update(WriteContext context, JsonObject document, JsonObject old)
    {
        var errors = new ErrorList();
        var strategy = context.Resource.Strategy;
        ObjectMetaValidator.ValidateUpdate(document.GetObject("metadata"), old.GetObject("metadata"), FieldPath.Metadata, errors);
        // Once for every object and once more for the kind, as upstream has it: causes come twice, the message says them once.
        ObjectMetaValidator.ValidateUpdate(document.GetObject("metadata"), old.GetObject("metadata"), FieldPath.Metadata, errors);
        if (context.Subresource == "status")
        {
            strategy.ValidateStatusUpdate(context, document, old, errors);
        }
        else
        {
            if (context.Subresource.Length == 0) Again(context, document, errors);
            strategy.ValidateUpdate(context, document, old, errors);
        }

        return errors.ToStatus(context.Resource.GroupKind, Name(document));
    }

    /// <summary>422 for kinds that insist on a resourceVersion; upstream words it with the resource, not the kind.</summary>
    public static StatusError VersionMissing(StoredResource resource, string name)
    {
        var errors = new ErrorList { FieldError.Invalid(FieldPath.Metadata.Child("resourceVersion"), 0, "must be specified for an update") };
        return StatusError.Invalid(new GroupKind(resource.Name.Group, resource.Name.Resource), name, errors);
    }

    // What upstream checks as if it were new, besides checking it as changed.
    private static void Again(WriteContext context, JsonObject document, ErrorList errors)
    {
        var strategy = context.Resource.Strategy;
        var times = strategy.ChecksOnUpdate switch { ChecksOnUpdate.Changes => 0, ChecksOnUpdate.Metadata => 1, _ => 2 };
        for (var i = 0; i < times; i++) ObjectMetaValidator.Validate(document.GetObject("metadata"), Rules(context.Resource), FieldPath.Metadata, errors);
        if (strategy.ChecksOnUpdate == ChecksOnUpdate.AllTwice) strategy.Validate(context, document, errors);
    }

    private static ObjectMetaRules Rules(StoredResource resource) => new()
    {
        Namespaced = resource.Namespaced,
        Name = resource.Strategy.NameCheck,
        StandardFinalizers = !resource.IsCustom,
    };

    private static string Name(JsonObject document) => document.GetObject("metadata")?.GetString("name") ?? "";
}
