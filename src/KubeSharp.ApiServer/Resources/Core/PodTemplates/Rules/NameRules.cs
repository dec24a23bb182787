using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What a pod is called on the network, and the objects it names.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/pod-hostname/</remarks>
internal static class NameRules
{
    // The longest name that the kernel takes for a host.
    private const int LongestHostname = 64;

    public static void Check(FieldCheck spec)
    {
        foreach (var name in (ReadOnlySpan<string>)["serviceAccountName", "nodeName", "priorityClassName"]) spec.OptionalName(name, StringValidators.Dns1123Subdomain);
        if (spec.Has("runtimeClassName")) spec.Messages("runtimeClassName", StringValidators.Dns1123Subdomain(spec.Text("runtimeClassName")));
        foreach (var name in (ReadOnlySpan<string>)["hostname", "subdomain"]) spec.OptionalName(name, StringValidators.Dns1123Label);
        if (spec.Has("hostnameOverride")) Override(spec);
    }

    private static void Override(FieldCheck spec)
    {
        var name = spec.Text("hostnameOverride");
        spec.Messages("hostnameOverride", StringValidators.Dns1123Subdomain(name));
        if (name.Length > LongestHostname) spec.Errors.Add(FieldError.TooLong(spec.At("hostnameOverride"), LongestHostname));
        if (spec.Flag("setHostnameAsFQDN")) spec.Forbid("setHostnameAsFQDN", "may not be specified when `hostnameOverride` is set");
        if (spec.Flag("hostNetwork")) spec.Forbid("hostnameOverride", "may not be specified when `hostNetwork` is true");
    }
}
