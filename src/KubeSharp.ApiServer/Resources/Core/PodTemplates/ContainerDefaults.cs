using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>What a container means where it says nothing.</summary>
internal static class ContainerDefaults
{
    public static void Apply(JsonObject container)
    {
        PodSpecDefaults.SetText(container, "terminationMessagePath", "/dev/termination-log");
        PodSpecDefaults.SetText(container, "terminationMessagePolicy", "File");
        PodSpecDefaults.SetText(container, "imagePullPolicy", PullPolicy(container.GetString("image") ?? ""));
        foreach (var item in container.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port) continue;
            PodSpecDefaults.SetText(port, "protocol", "TCP");
        }

        ResourceRounding.Apply(container.GetObject("resources"));
        foreach (var item in container.GetArray("env") ?? [])
        {
            if (item is JsonObject variable && variable.FindObject("valueFrom", "fieldRef") is { } field) PodSpecDefaults.SetText(field, "apiVersion", "v1");
        }

        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.GetObject(probe) is { } found) Probe(found);
        }

        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.FindObject("lifecycle", hook, "httpGet") is { } get) HttpGet(get);
        }
    }

    /// <summary>Images that may change under the same name are pulled always.</summary>
    public static string PullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal)) return "IfNotPresent";
        var colon = image.LastIndexOf(':');
        var tag = colon > image.LastIndexOf('/') ? image[(colon + 1)..] : "latest";
        return tag == "latest" ? "Always" : "IfNotPresent";
    }

    private static void Probe(JsonObject probe)
    {
        if (probe.GetObject("httpGet") is { } get) HttpGet(get);
        probe.GetObject("grpc")?.SetDefault("service", "");
        SetNumber(probe, "timeoutSeconds", 1);
        SetNumber(probe, "periodSeconds", 10);
        SetNumber(probe, "successThreshold", 1);
        SetNumber(probe, "failureThreshold", 3);
    }

    private static void HttpGet(JsonObject get)
    {
        PodSpecDefaults.SetText(get, "path", "/");
        PodSpecDefaults.SetText(get, "scheme", "HTTP");
    }

    private static void SetNumber(JsonObject value, string name, long number)
    {
        if ((value.GetInt64(name) ?? 0) == 0) value.Set(name, number);
    }
}
