using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Profiles of AppArmor in annotations, as they were given before there were fields for them. A new pod gets the fields too.</summary>
/// <remarks>https://kubernetes.io/docs/tutorials/security/apparmor/</remarks>
internal static class AppArmorAnnotations
{
    /// <summary>The annotation of a container, without its name.</summary>
    public const string Prefix = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>What is said about the annotation.</summary>
    public const string Deprecated = "deprecated since v1.30; use the \"appArmorProfile\" field instead";

    private const string Localhost = "localhost/";

    /// <summary>Gives containers the profile that only an annotation names.</summary>
    public static void Apply(JsonObject pod, Action<string> warn)
    {
        if (pod.FindString("spec", "os", "name") == "windows" || new Metadata(pod).Annotations is not { Count: > 0 } annotations) return;
        var spec = new FieldCheck(pod.GetOrAddObject("spec"), FieldPath.Spec, []);
        var ofPod = spec.ChildOrEmpty("securityContext").Value.GetObject("appArmorProfile");
        foreach (var container in PodContainers.All(spec))
        {
            var key = Prefix + container.Text("name");
            if (annotations.GetString(key) is not { } annotation || container.ChildOrEmpty("securityContext").Has("appArmorProfile")) continue;
            var profile = Profile(annotation);
            var copied = profile is not null && !JsonValue.DeepEquals(profile, ofPod);
            if (copied) container.Value.GetOrAddObject("securityContext").Set("appArmorProfile", profile!);
            if (copied || profile is null) warn($"{FieldPath.Metadata.Child("annotations").Key(key)}: {Deprecated}");
        }
    }

    /// <summary>Checks the annotations by themselves.</summary>
    public static void Check(FieldCheck annotations, FieldCheck spec)
    {
        foreach (var (key, value) in annotations.Value)
        {
            if (!key.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            var name = key[Prefix.Length..];
            if (!PodContainers.All(spec).Any(container => container.Text("name") == name))
                annotations.Errors.Add(FieldError.Invalid(annotations.Path.Key(key), name, "container not found"));
            var profile = (value as JsonString)?.Value ?? "";
            if (profile is "" or "runtime/default" or "unconfined" || profile.StartsWith(Localhost, StringComparison.Ordinal)) continue;
            annotations.Errors.Add(FieldError.Invalid(annotations.Path.Key(key), profile, $"invalid AppArmor profile name: \"{profile}\""));
        }
    }

    /// <summary>Faults a container whose field says something else than its annotation.</summary>
    public static void Match(FieldCheck annotations, FieldCheck spec)
    {
        if (spec.ChildOrEmpty("os").Text("name") == "windows") return;
        var ofPod = spec.ChildOrEmpty("securityContext").Value.GetObject("appArmorProfile");
        foreach (var container in PodContainers.All(spec))
        {
            if (annotations.Value.GetString(Prefix + container.Text("name")) is not { } annotation) continue;
            // Where only the pod has a profile it is the container's too, and is found at fault there.
            var context = container.ChildOrEmpty("securityContext");
            if ((context.Value.GetObject("appArmorProfile") ?? ofPod) is { } profile)
                ProfileAnnotations.Match(new FieldCheck(profile, context.At("appArmorProfile"), spec.Errors), annotation, "apparmor", Localhost);
        }
    }

    private static JsonObject? Profile(string annotation)
    {
        if (annotation == "unconfined") return new JsonObject { { "type", "Unconfined" } };
        if (annotation == "runtime/default") return new JsonObject { { "type", "RuntimeDefault" } };
        if (!annotation.StartsWith(Localhost, StringComparison.Ordinal)) return null;
        var profile = new JsonObject { { "type", "Localhost" }, { "localhostProfile", annotation[Localhost.Length..] } };
        var check = new FieldCheck(profile, FieldPath.Of("appArmorProfile"), []);
        SecurityRules.AppArmor(check);
        return check.Errors.Count == 0 ? profile : null;
    }
}
