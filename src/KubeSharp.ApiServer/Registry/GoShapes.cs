using System.Collections.Frozen;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The Go names of members, and their order where it is not that of the API.</summary>
internal static class GoShapes
{
    // Type, then its members in order; a member whose JSON name is not the Go name in another case says it after the equals sign.
    private const string Orders = """
        PodSpec Volumes InitContainers Containers EphemeralContainers RestartPolicy TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy NodeSelector ServiceAccountName AutomountServiceAccountToken NodeName SecurityContext ImagePullSecrets Hostname Subdomain SetHostnameAsFQDN Affinity SchedulerName Tolerations HostAliases PriorityClassName Priority PreemptionPolicy DNSConfig ReadinessGates RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints OS SchedulingGates ResourceClaims Resources HostnameOverride SchedulingGroup
        PodSecurityContext HostNetwork HostPID HostIPC ShareProcessNamespace HostUsers SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls SeccompProfile AppArmorProfile SELinuxChangePolicy
        Volume Name HostPath EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI Glusterfs PersistentVolumeClaim RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap VsphereVolume AzureDisk PhotonPersistentDisk Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral Image
        PersistentVolumeSpec Capacity GCEPersistentDisk AWSElasticBlockStore HostPath Glusterfs NFS RBD Quobyte ISCSI FlexVolume Cinder CephFS FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO Local StorageOS CSI AccessModes ClaimRef PersistentVolumeReclaimPolicy StorageClassName MountOptions VolumeMode NodeAffinity VolumeAttributesClassName
        ISCSIVolumeSource TargetPortal IQN Lun ISCSIInterface FSType ReadOnly Portals DiscoveryCHAPAuth=chapAuthDiscovery SessionCHAPAuth=chapAuthSession SecretRef InitiatorName
        ISCSIPersistentVolumeSource TargetPortal IQN Lun ISCSIInterface FSType ReadOnly Portals DiscoveryCHAPAuth=chapAuthDiscovery SessionCHAPAuth=chapAuthSession SecretRef InitiatorName
        RBDVolumeSource CephMonitors=monitors RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef ReadOnly
        RBDPersistentVolumeSource CephMonitors=monitors RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef ReadOnly
        AWSElasticBlockStoreVolumeSource VolumeID FSType Partition ReadOnly
        PolicyRule Verbs APIGroups Resources ResourceNames NonResourceURLs
        PodDisruptionBudgetSpec MinAvailable Selector MaxUnavailable UnhealthyPodEvictionPolicy
        ServicePort Name Protocol AppProtocol Port TargetPort NodePort
        """;

    // Words that Go writes in capitals at the start of a name.
    private static readonly FrozenSet<string> Initialisms = FrozenSet.ToFrozenSet(
        ["api", "aws", "cel", "cidr", "cidrs", "csi", "dns", "fc", "fs", "gce", "gmsa", "grpc", "http", "https", "id", "ip", "ips", "iqn", "iscsi", "nfs", "os", "rbd", "se", "ssl",
            "tcp", "ttl", "tty", "uid", "url"], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Go, string Member)[]> Table = Read();

    /// <summary>The members of a type: their Go names and their names on the wire.</summary>
    public static IEnumerable<(string Go, string Member)> Members(string type, TypeSchema schema) =>
        Table.TryGetValue(type, out var members) ? members.Select(member => (member.Go, OnWire(member.Member, schema))) : schema.Fields.Select(field => (GoName(field.Name), field.Name));

    /// <summary>The Go name of a member.</summary>
    public static string GoName(string name)
    {
        switch (name)
        {
            case "cephfs": return "CephFS";
            case "storageos": return "StorageOS";
            case "ips": return "IPs";
            case "cidrs": return "CIDRs";
            case "wwids": return "WWIDs";
        }

        var end = 0;
        while (end < name.Length && !char.IsAsciiLetterUpper(name[end])) end++;
        var word = name[..end];
        return Initialisms.Contains(word) ? word.ToUpperInvariant() + name[end..] : char.ToUpperInvariant(name[0]) + name[1..];
    }

    // The table says Go names; those on the wire are the same but for capitals.
    private static string OnWire(string name, TypeSchema schema)
    {
        foreach (var field in schema.Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) return field.Name;
        }

        return name switch
        {
            "HostPID" or "HostIPC" or "HostNetwork" or "HostUsers" or "ShareProcessNamespace" => char.ToLowerInvariant(name[0]) + name[1..],
            _ => name,
        };
    }

    private static FrozenDictionary<string, (string, string)[]> Read()
    {
        var table = new Dictionary<string, (string, string)[]>(StringComparer.Ordinal);
        foreach (var line in Orders.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Trim().Split(' ');
            table.Add(words[0], [.. words.Skip(1).Select(word => word.IndexOf('=') is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, word))]);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
