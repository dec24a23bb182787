using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>What a claim is filled from: a source under its old name, which knows two kinds, and under its new one, which takes any.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-populators-and-data-sources</remarks>
internal static class ClaimSources
{
    /// <summary>Drops what is not meant, and gives whoever says one name the other.</summary>
    /// <param name="spec">What is claimed; changed.</param>
    /// <param name="old">What was claimed; null for a new claim.</param>
    public static void Normalize(JsonObject spec, JsonObject? old)
    {
        // Sources in other namespaces are not taken.
        if (!string.IsNullOrEmpty(spec.FindString("dataSourceRef", "namespace")) && old?.GetObject("dataSourceRef") is null) spec.Remove("dataSourceRef");
        // Whoever says the new name too means what he says under the old one.
        var named = spec.GetObject("dataSourceRef") is not null || old?.GetObject("dataSource") is not null || old?.GetObject("dataSourceRef") is not null;
        if (!named && !IsKnown(spec.GetObject("dataSource"))) spec.Remove("dataSource");
        var (source, reference) = (spec.GetObject("dataSource"), spec.GetObject("dataSourceRef"));
        if (!string.IsNullOrEmpty(reference?.GetString("namespace"))) return;
        if (source is not null && reference is null) spec.Set("dataSourceRef", source.Clone());
        else if (source is null && reference is not null) spec.Set("dataSource", reference.Clone());
    }

    /// <summary>Checks both names.</summary>
    public static void Check(FieldCheck spec)
    {
        if (spec.Child("dataSource") is { } source) Reference(source);
        if (spec.Child("dataSourceRef") is not { } reference) return;
        Reference(reference);
        reference.OptionalName("namespace", StringValidators.Dns1123Label);
        if (spec.Child("dataSource") is not { } other) return;
        if (reference.Text("namespace").Length > 0) Refuse(spec, "may not be specified when dataSourceRef.namespace is specified");
        else if (other.Text("name") != reference.Text("name") || other.Text("kind") != reference.Text("kind") || other.Text("apiGroup") != reference.Text("apiGroup"))
            Refuse(spec, "must match dataSourceRef");
    }

    // The value in the message is the path of the field, as upstream has it.
    private static void Refuse(FieldCheck spec, string detail) => spec.Errors.Add(FieldError.InvalidRaw(spec.Path, "{}", detail));

    private static void Reference(FieldCheck reference)
    {
        reference.Require("name");
        reference.Require("kind");
        var group = reference.Text("apiGroup");
        if (group.Length > 0) reference.Messages("apiGroup", StringValidators.Dns1123Subdomain(group));
        else if (reference.Text("kind") != "PersistentVolumeClaim")
            reference.Errors.Add(FieldError.Invalid(reference.Path, reference.Text("kind"), "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
    }

    private static bool IsKnown(JsonObject? source) => (source?.GetString("apiGroup") ?? "", source?.GetString("kind")) switch
    {
        ("", "PersistentVolumeClaim") or ("snapshot.storage.k8s.io", "VolumeSnapshot") => true,
        _ => source is null,
    };
}
