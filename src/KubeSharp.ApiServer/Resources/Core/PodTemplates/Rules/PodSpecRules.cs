using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The rules for the specification of a pod, the same for pods and for the templates of workloads. Defaults are filled in already.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec</remarks>
internal static class PodSpecRules
{
    /// <summary>Finds what is wrong with a specification.</summary>
    public static void Check(FieldCheck spec)
    {
        var volumes = VolumeRules.Check(spec);
        Claims(spec);
        var containers = new ContainerRules(spec, volumes);
        containers.Check();
        if (spec.Text("restartPolicy") is { Length: > 0 }) spec.OneOf("restartPolicy", "Always", "OnFailure", "Never");
        if (spec.Text("dnsPolicy") is { Length: > 0 }) spec.OneOf("dnsPolicy", "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        ObjectMetaValidator.ValidateLabels(spec.Value.GetObject("nodeSelector"), spec.At("nodeSelector"), spec.Errors);
        var context = spec.ChildOrEmpty("securityContext");
        SecurityRules.Pod(context);
        if (spec.Flag("hostPID") && spec.Flag("shareProcessNamespace"))
            spec.Errors.Add(FieldError.Invalid(context.At("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"));
        WindowsRules.Check(spec, containers.All);
        SchedulingRules.Check(spec);
        Names(spec);
        NameResolution(spec);
        spec.OneOf("preemptionPolicy", "PreemptLowerPriority", "Never");
        if (spec.Child("overhead") is { } overhead) Overhead(overhead);
        if (spec.Number("activeDeadlineSeconds") is < 1 or > int.MaxValue) spec.Invalid("activeDeadlineSeconds", StringValidators.InclusiveRange(1, int.MaxValue));
        foreach (var gate in spec.Items("readinessGates")) gate.Messages("conditionType", StringValidators.QualifiedName(gate.Text("conditionType")));
    }

    private static void Claims(FieldCheck spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in spec.Items("resourceClaims"))
        {
            var name = claim.Text("name");
            if (claim.Require("name"))
            {
                claim.Messages("name", StringValidators.Dns1123Label(name));
                if (!names.Add(name)) claim.Errors.Add(FieldError.Duplicate(claim.At("name"), name));
            }

            var problem = (claim.Has("resourceClaimName"), claim.Has("resourceClaimTemplateName")) switch
            {
                (false, false) => "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
                (true, true) => "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
                _ => "",
            };
            if (problem.Length > 0)
                claim.Errors.Add(FieldError.Invalid(claim.Path, InternalForm.Of(claim.Value, "name", "resourceClaimName", "resourceClaimTemplateName"), problem));
            claim.OptionalName("resourceClaimName", StringValidators.Dns1123Subdomain);
            claim.OptionalName("resourceClaimTemplateName", StringValidators.Dns1123Subdomain);
        }
    }

    private static void Names(FieldCheck spec)
    {
        foreach (var name in (ReadOnlySpan<string>)["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"])
            spec.OptionalName(name, StringValidators.Dns1123Subdomain);
        foreach (var name in (ReadOnlySpan<string>)["hostname", "subdomain"]) spec.OptionalName(name, StringValidators.Dns1123Label);
    }

    private static void NameResolution(FieldCheck spec)
    {
        foreach (var alias in spec.Items("hostAliases"))
        {
            if (!StringValidators.TryParseIp(alias.Text("ip"), out _, out _)) alias.Messages("ip", StringValidators.Ip(alias.Text("ip")));
            var names = alias.Texts("hostnames");
            for (var i = 0; i < names.Count; i++) alias.Errors.AddInvalid(alias.At("hostnames").Index(i), names[i], StringValidators.Dns1123Subdomain(names[i]));
        }

        if (spec.Child("dnsConfig") is not { } dns)
        {
            if (spec.Text("dnsPolicy") == "None")
                spec.Errors.Add(FieldError.Required(spec.At("dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None"));
            return;
        }

        var servers = dns.Texts("nameservers");
        if (servers.Count == 0 && spec.Text("dnsPolicy") == "None")
            dns.Errors.Add(FieldError.Required(dns.At("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"));
        if (servers.Count > 3) dns.Invalid("nameservers", "must not have more than 3 nameservers");
        for (var i = 0; i < servers.Count; i++)
        {
            if (!StringValidators.TryParseIp(servers[i], out _, out _)) dns.Errors.AddInvalid(dns.At("nameservers").Index(i), servers[i], StringValidators.Ip(servers[i]));
        }

        var searches = dns.Texts("searches");
        if (searches.Count > 32) dns.Invalid("searches", "must not have more than 32 search paths");
        if (string.Join(' ', searches).Length > 2048) dns.Invalid("searches", "must not have more than 2048 characters (including spaces) in the search list");
        foreach (var option in dns.Items("options"))
        {
            if (option.Text("name").Length == 0) option.Errors.Add(FieldError.Required(option.Path, "must not be empty"));
        }
    }

    private static void Overhead(FieldCheck overhead)
    {
        foreach (var (name, value) in overhead.Value)
        {
            QuantityRules.ContainerResource(name, overhead.Path.Key(name), overhead.Errors);
            if (QuantityRules.Read(value) is { } amount) QuantityRules.Amount(name, amount, overhead.Path.Key(name), overhead.Errors);
        }
    }
}
