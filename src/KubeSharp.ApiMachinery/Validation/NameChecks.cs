namespace KubeSharp.ApiMachinery.Validation;

/// <summary>The rules for object names. A prefix may end in a dash because characters follow.</summary>
public static class NameChecks
{
    /// <summary>Most kinds: a DNS-1123 subdomain.</summary>
    public static string[] DnsSubdomain(string name, bool prefix) => StringValidators.Dns1123Subdomain(prefix ? MaskTrailingDash(name) : name);

    /// <summary>Namespaces and others: a DNS-1123 label.</summary>
    public static string[] DnsLabel(string name, bool prefix) => StringValidators.Dns1123Label(prefix ? MaskTrailingDash(name) : name);

    /// <summary>A DNS-1035 label.</summary>
    public static string[] Dns1035Label(string name, bool prefix) => StringValidators.Dns1035Label(prefix ? MaskTrailingDash(name) : name);

    /// <summary>RBAC kinds: anything that can stand in a path.</summary>
    public static string[] PathSegment(string name, bool prefix) => StringValidators.PathSegmentName(name, prefix);

    private static string MaskTrailingDash(string name) => name.Length > 1 && name[^1] == '-' ? name[..^2] + "a" : name;
}
