using KubeSharp.ApiMachinery.Json;

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
        var hostNetwork = spec.GetBool("hostNetwork") == true;
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            foreach (var item in spec.GetArray(list) ?? [])
            {
                if (item is JsonObject container) ContainerDefaults.Apply(container, hostNetwork);
            }
        }

        foreach (var item in spec.GetArray("volumes") ?? [])
        {
            if (item is JsonObject volume) Volume(volume);
        }
    }

    /// <summary>Fills in the template in the specification of a workload.</summary>
    public static void ApplyToTemplate(JsonObject? template)
    {
        if (template?.GetObject("spec") is { } spec) Apply(spec);
    }

    internal static void SetText(JsonObject value, string name, string text)
    {
        if (string.IsNullOrEmpty(value.GetString(name))) value.Set(name, new JsonString(text));
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count == 1 && volume.Contains("name")) volume.Set("emptyDir", new JsonObject());
        foreach (var source in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            volume.GetObject(source)?.SetDefault("defaultMode", FileMode);
        }

        if (volume.GetObject("hostPath") is { } hostPath) hostPath.SetDefault("type", "");
        if (volume.GetObject("iscsi") is { } iscsi) SetText(iscsi, "iscsiInterface", "default");
        if (volume.GetObject("image") is { } image) SetText(image, "pullPolicy", ContainerDefaults.PullPolicy(image.GetString("reference") ?? ""));
        FieldVersions(volume.GetObject("downwardAPI"));
        foreach (var item in volume.FindArray("projected", "sources") ?? [])
        {
            if (item is not JsonObject source) continue;
            FieldVersions(source.GetObject("downwardAPI"));
            source.GetObject("serviceAccountToken")?.SetDefault("expirationSeconds", 3600);
        }

        volume.FindObject("ephemeral", "volumeClaimTemplate", "spec")?.SetDefault("volumeMode", "Filesystem");
    }

    private static void FieldVersions(JsonObject? downward)
    {
        foreach (var item in downward?.GetArray("items") ?? [])
        {
            if (item is JsonObject file && file.GetObject("fieldRef") is { } field) SetText(field, "apiVersion", "v1");
        }
    }
}
