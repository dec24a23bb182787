using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>What is allowed in a pod or in the template of one, but unwise, deprecated or without effect.</summary>
/// <remarks>https://kubernetes.io/blog/2020/09/03/warnings/</remarks>
internal static class PodWarnings
{
    /// <summary>Warns of a pod. The annotations of AppArmor are left to <see cref="Pods.AppArmorAnnotations"/>, which turns them into fields.</summary>
    public static void OfPod(JsonObject pod, Action<string> warn) =>
        Of(pod, FieldPath.Metadata.Child("annotations"), FieldPath.Spec, isTemplate: false, warn);

    /// <summary>Warns of a template.</summary>
    /// <param name="template">The template; null says nothing.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="warn">Receives the warnings.</param>
    public static void OfTemplate(JsonObject? template, FieldPath path, Action<string> warn)
    {
        if (template is not null) Of(template, path.Child("metadata", "annotations"), path.Child("spec"), isTemplate: true, warn);
    }

    /// <summary>Warns of a name that the pod cannot have as its host name.</summary>
    public static void OfName(string name, Action<string> warn)
    {
        var messages = StringValidators.Dns1123Label(name);
        if (messages.Length == 0) return;
        warn("metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: "
            + $"[{string.Join(' ', messages)}]");
    }

    /// <summary>Warns of addresses in the status of a pod.</summary>
    public static void OfStatus(JsonObject? status, Action<string> warn)
    {
        var check = new FieldCheck(status ?? new JsonObject(), FieldPath.Status, []);
        foreach (var list in (ReadOnlySpan<string>)["podIPs", "hostIPs"])
        {
            foreach (var address in check.Items(list)) AddressWarnings.Ip(address.At("ip"), address.Text("ip"), warn);
        }
    }

    private static void Of(JsonObject pod, FieldPath annotations, FieldPath path, bool isTemplate, Action<string> warn)
    {
        var spec = new FieldCheck(pod.GetObject("spec") ?? new JsonObject(), path, []);
        var notes = new FieldCheck(pod.FindObject("metadata", "annotations") ?? new JsonObject(), annotations, spec.Errors);
        SchedulingWarnings.Check(spec, warn);
        AnnotationWarnings.Check(notes, spec, isTemplate, warn);
        VolumeWarnings.Check(spec, warn);
        OverlappingPaths.Check(spec, warn);
        Repetitions(spec, warn);
        ContainerWarnings.Check(spec, warn);
        PortWarnings.Check(spec, warn);
        if (spec.Number("terminationGracePeriodSeconds") < 0)
            warn($"{spec.At("terminationGracePeriodSeconds")}: must be >= 0; negative values are invalid and will be treated as 1");
        Addresses(spec, warn);
    }

    private static void Addresses(FieldCheck spec, Action<string> warn)
    {
        var dns = spec.ChildOrEmpty("dnsConfig");
        var servers = dns.Texts("nameservers");
        for (var i = 0; i < servers.Count; i++) AddressWarnings.Ip(dns.At("nameservers").Index(i), servers[i], warn);
        foreach (var alias in spec.Items("hostAliases")) AddressWarnings.Ip(alias.At("ip"), alias.Text("ip"), warn);
    }

    private static void Repetitions(FieldCheck spec, Action<string> warn)
    {
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alias in spec.Items("hostAliases"))
        {
            if (!addresses.Add(alias.Text("ip"))) warn($"{alias.At("ip")}: duplicate ip {GoText.Quote(alias.Text("ip"))}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var secret in spec.Items("imagePullSecrets"))
        {
            if (!names.Add(secret.Text("name"))) warn($"{secret.At("name")}: duplicate name {GoText.Quote(secret.Text("name"))}");
        }

        foreach (var secret in spec.Items("imagePullSecrets"))
        {
            if (secret.Text("name").Length == 0) warn($"{secret.At("name")}: invalid empty name \"\"");
        }
    }
}
