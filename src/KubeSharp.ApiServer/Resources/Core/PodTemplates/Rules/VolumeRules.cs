using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The volumes of a pod.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/volumes/</remarks>
internal static class VolumeRules
{
    /// <summary>Checks the volumes of a pod. Answers those without faults, by name.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="podName">The name of the pod; null for a template.</param>
    public static Dictionary<string, JsonObject> Check(FieldCheck spec, string? podName)
    {
        var sound = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var volume in spec.Items("volumes"))
        {
            var before = spec.Errors.Count;
            var name = volume.Text("name");
            Source(volume, podName);
            volume.RequireName("name", StringValidators.Dns1123Label);
            if (sound.ContainsKey(name)) spec.Errors.Add(FieldError.Duplicate(volume.At("name"), name));
            if (spec.Errors.Count == before) sound[name] = volume.Value;
        }

        if (podName is { Length: > 0 }) Claims(spec, podName);
        return sound;
    }

    private static void Source(FieldCheck volume, string? podName)
    {
        var count = 0;
        foreach (var name in VolumeSources.All)
        {
            if (volume.Child(name) is not { } source) continue;
            if (count++ > 0) volume.Forbid(Misnamed(name), "may not specify more than 1 volume type");
            else VolumeSources.Check(new FieldCheck(source.Value, volume.At(VolumeSources.Shown(name)), source.Errors), name, podName is not null);
            if (name == "iscsi" && IscsiVolume.IsTooLong(volume.Text("name"), source.Value)) volume.Invalid("name", IscsiVolume.TooLong);
            if (count == 1 && name == "ephemeral" && podName is { Length: > 0 } && volume.Text("name") is { Length: > 0 } ownName) ClaimName(volume, podName, ownName);
        }

        if (count == 0) volume.Errors.Add(FieldError.Required(volume.Path, "must specify a volume type"));
    }

    // Upstream names these two differently in this one message.
    private static string Misnamed(string source) => source switch
    {
        "cephfs" => "cephFS",
        "downwardAPI" => "downwarAPI",
        _ => source,
    };

    private static void ClaimName(FieldCheck volume, string podName, string name)
    {
        var claim = $"{podName}-{name}";
        foreach (var message in StringValidators.Dns1123Subdomain(claim)) volume.Invalid("name", $"PVC name \"{claim}\": {message}");
    }

    // The claim of an ephemeral volume belongs to that volume alone.
    private static void Claims(FieldCheck spec, string podName)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var volume in spec.Items("volumes"))
        {
            if (volume.Has("ephemeral")) made.Add($"{podName}-{volume.Text("name")}");
        }

        if (made.Count == 0) return;
        foreach (var volume in spec.Items("volumes"))
        {
            if (volume.Child("persistentVolumeClaim") is { } claim && made.Contains(claim.Text("claimName")))
                claim.Invalid("claimName", "must not reference a PVC that gets created for an ephemeral volume");
        }
    }
}
