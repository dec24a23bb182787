using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>What the specification of a pod means where it says nothing; the same for pods and for the templates of workloads.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec</remarks>
internal static class PodSpecDefaults
{
    private const int FileMode = 420; // 0644

    /// <summary>Fills the specification in, in place.</summary>
    public static void Apply(JsonObject spec)
    {
        SetText(spec, "restartPolicy", "Always");
        SetText(spec, "dnsPolicy", "ClusterFirst");
        spec.SetDefault("terminationGracePeriodSeconds", 30);
        spec.SetDefault("securityContext", new JsonObject());
        SetText(spec, "schedulerName", "default-scheduler");
        ResourceRounding.RoundUp(spec.GetObject("overhead"));
        ResourceRounding.Apply(spec.GetObject("resources"));
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            foreach (var item in spec.GetArray(list) ?? [])
            {
                if (item is JsonObject container) ContainerDefaults.Apply(container);
            }
        }

        foreach (var item in spec.GetArray("volumes") ?? [])
        {
            if (item is JsonObject volume) Volume(volume);
        }
    }

    /// <summary>Fills in what only a pod has, and the template of one leaves open.</summary>
    public static void ApplyToPod(JsonObject spec)
    {
        spec.SetDefault("enableServiceLinks", true);
        if (spec.GetInt64("terminationGracePeriodSeconds") < 0) spec.Set("terminationGracePeriodSeconds", 1);
        // The old name of the service account stays alongside the new one.
        if (spec.GetString("serviceAccountName") is { Length: > 0 } account) spec.Set("serviceAccount", new JsonString(account));
        else if (spec.GetString("serviceAccount") is { Length: > 0 } old) spec.Set("serviceAccountName", new JsonString(old));
        if (spec.GetBool("hostNetwork") != true) return;
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            foreach (var container in spec.GetArray(list) ?? [])
            {
                foreach (var item in container.FindArray("ports") ?? [])
                {
                    if (item is JsonObject port && (port.GetInt64("hostPort") ?? 0) == 0 && port["containerPort"] is { } number) port.Set("hostPort", number);
                }
            }
        }
    }

    /// <summary>Fills in the template in the specification of a workload.</summary>
    public static void ApplyToTemplate(JsonObject? template)
    {
        if (template is null) return;
        OldInitContainers.Drop(template);
        if (template.GetObject("spec") is { } spec) Apply(spec);
    }

    internal static void SetText(JsonObject value, string name, string text)
    {
        if (string.IsNullOrEmpty(value.GetString(name))) value.Set(name, new JsonString(text));
    }

    private static void Volume(JsonObject volume)
    {
        if (!VolumeSources.All.Any(source => volume[source] is not (null or JsonNull))) volume.Set("emptyDir", new JsonObject());
        foreach (var source in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            volume.GetObject(source)?.SetDefault("defaultMode", FileMode);
        }

        PersistentVolumeDefaults.ApplyToSource(volume);
        if (volume.GetObject("image") is { } image) SetText(image, "pullPolicy", ContainerDefaults.PullPolicy(image.GetString("reference") ?? ""));
        FieldVersions(volume.GetObject("downwardAPI"));
        foreach (var item in volume.FindArray("projected", "sources") ?? [])
        {
            if (item is not JsonObject source) continue;
            FieldVersions(source.GetObject("downwardAPI"));
            source.GetObject("serviceAccountToken")?.SetDefault("expirationSeconds", 3600);
        }

        if (volume.FindObject("ephemeral", "volumeClaimTemplate", "spec") is not { } claim) return;
        claim.SetDefault("volumeMode", "Filesystem");
        ResourceRounding.Apply(claim.GetObject("resources"));
    }

    private static void FieldVersions(JsonObject? downward)
    {
        foreach (var item in downward?.GetArray("items") ?? [])
        {
            if (item is JsonObject file && file.GetObject("fieldRef") is { } field) SetText(field, "apiVersion", "v1");
        }
    }
}
