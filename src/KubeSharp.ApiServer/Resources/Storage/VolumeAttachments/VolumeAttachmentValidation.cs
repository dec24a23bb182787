using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.VolumeAttachments;

/// <summary>Checks of attachments of volumes to nodes.</summary>
internal static class VolumeAttachmentValidation
{
    private const int MaxMessageBytes = 1024;

    public static void Check(JsonObject attachment, ErrorList errors)
    {
        var spec = attachment.GetObject("spec") ?? new JsonObject();
        CsiNames.Check(spec.GetString("attacher"), FieldPath.Spec.Child("attacher"), errors);
        var source = spec.GetObject("source") ?? new JsonObject();
        const string One = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        var (inline, named) = (source.Contains("inlineVolumeSpec"), source.Contains("persistentVolumeName"));
        if (!inline && !named) errors.Add(FieldError.Required(FieldPath.Spec.Child("source"), One));
        else if (inline && named) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("source"), One));
        else if (named && string.IsNullOrEmpty(source.GetString("persistentVolumeName")))
            errors.Add(FieldError.Required(FieldPath.Spec.Child("source", "persistentVolumeName"), "must specify non empty persistentVolumeName"));
        else if (source.GetString("persistentVolumeName") is { } volumeName)
            errors.AddInvalid(FieldPath.Spec.Child("source", "persistentVolumeName"), volumeName, StringValidators.Dns1123Subdomain(volumeName));
        if (source.GetObject("inlineVolumeSpec") is { } volume && !named)
            PersistentVolumeValidation.CheckSpec(new FieldCheck(volume, FieldPath.Spec.Child("source", "inlineVolumeSpec"), errors), inline: true);
        var node = spec.GetString("nodeName") ?? "";
        errors.AddInvalid(FieldPath.Spec.Child("nodeName"), node, StringValidators.Dns1123Subdomain(node));
        foreach (var name in (ReadOnlySpan<string>)["attachError", "detachError"])
        {
            var at = FieldPath.Status.Child(name);
            if (attachment.FindString("status", name, "message") is { } message && Encoding.UTF8.GetByteCount(message) > MaxMessageBytes)
                errors.Add(FieldError.TooLong(at.Child("message"), MaxMessageBytes));
            if (attachment.FindObject("status", name)?.GetInt64("errorCode") is <= 0 and var code)
                errors.Add(FieldError.Invalid(at.Child("errorCode"), code, StringValidators.InclusiveRange(1, int.MaxValue)));
        }
    }

    /// <summary>What the attachment says is looked at again together with what changed: its faults are told twice.</summary>
    public static void CheckUpdate(JsonObject attachment, JsonObject old, ErrorList errors)
    {
        Check(attachment, errors);
        if (JsonValue.DeepEquals(attachment["spec"], old["spec"])) return;
        var schema = SchemaRegistry.Kubernetes.FindKind("storage.k8s.io", "v1", "VolumeAttachment")!.Find("spec")!;
        errors.Add(FieldError.Invalid(FieldPath.Spec, GoStructs.Of(attachment["spec"], schema), Checks.ImmutableDetail));
    }
}
