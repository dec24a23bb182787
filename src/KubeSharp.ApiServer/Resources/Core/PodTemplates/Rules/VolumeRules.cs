using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The volumes of a pod.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/volumes/</remarks>
internal static class VolumeRules
{
    /// <summary>Checks the volumes of a pod. Answers those without faults, by name.</summary>
    public static Dictionary<string, JsonObject> Check(FieldCheck spec)
    {
        var sound = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var volume in spec.Items("volumes"))
        {
            var before = spec.Errors.Count;
            var name = volume.Text("name");
            Source(volume);
            volume.RequireName("name", StringValidators.Dns1123Label);
            if (spec.Errors.Count == before && sound.ContainsKey(name)) spec.Errors.Add(FieldError.Duplicate(volume.At("name"), name));
            if (spec.Errors.Count == before) sound[name] = volume.Value;
        }

        return sound;
    }

    private static void Source(FieldCheck volume)
    {
        var count = 0;
        foreach (var name in VolumeSources.All)
        {
            if (volume.Child(name) is not { } source) continue;
            if (count++ > 0) volume.Forbid(name, "may not specify more than 1 volume type");
            else VolumeSources.Check(source, name);
        }

        if (count == 0 && volume.Value.Count <= 1) volume.Errors.Add(FieldError.Required(volume.Path, "must specify a volume type"));
    }
}
