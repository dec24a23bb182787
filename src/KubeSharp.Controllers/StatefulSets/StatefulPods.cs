using System.Globalization;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Pods of StatefulSets and their claims: names that last.</summary>
internal static class StatefulPods
{
    private const string NameLabel = "statefulset.kubernetes.io/pod-name";
    private const string IndexLabel = "apps.kubernetes.io/pod-index";

    /// <summary>The ordinal in a pod's name; -1 when the name is not of the set.</summary>
    public static int Ordinal(StatefulSet set, Pod pod)
    {
        string prefix = set.Metadata.Name + "-";
        string name = pod.Metadata.Name ?? "";
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal) ? ordinal : -1;
    }

    public static string Name(StatefulSet set, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{ordinal}");

    public static Pod Create(StatefulSet set, PodTemplateSpec template, string hash, int ordinal)
    {
        Pod pod = PodFactory.Create(template, set.Metadata.Namespace!, Owners.ControllerReference(set));
        string name = Name(set, ordinal);
        pod.Metadata.GenerateName = null;
        pod.Metadata.Name = name;
        Dictionary<string, string> labels = pod.Metadata.Labels ??= [];
        labels[NameLabel] = name;
        labels[IndexLabel] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[RevisionHistory.HashLabel] = hash;
        pod.Spec.Hostname = name;
        pod.Spec.Subdomain = set.Spec.ServiceName;
        foreach (PersistentVolumeClaim claim in set.Spec.VolumeClaimTemplates ?? [])
        {
            List<Volume> volumes = pod.Spec.Volumes ??= [];
            volumes.RemoveAll(v => v.Name == claim.Metadata.Name);
            volumes.Add(new Volume
            {
                Name = claim.Metadata.Name ?? "",
                PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = ClaimName(claim, set, ordinal) },
            });
        }

        return pod;
    }

    public static string ClaimName(PersistentVolumeClaim template, StatefulSet set, int ordinal) => template.Metadata.Name + "-" + Name(set, ordinal);

    /// <summary>The claims of one ordinal.</summary>
    public static List<PersistentVolumeClaim> Claims(StatefulSet set, int ordinal)
    {
        var claims = new List<PersistentVolumeClaim>();
        foreach (PersistentVolumeClaim template in set.Spec.VolumeClaimTemplates ?? [])
        {
            PersistentVolumeClaim claim = template.DeepCopy();
            claim.Metadata.Name = ClaimName(template, set, ordinal);
            claim.Metadata.Namespace = set.Metadata.Namespace;
            Dictionary<string, string> labels = claim.Metadata.Labels ??= [];
            foreach ((string key, string value) in set.Spec.Selector.MatchLabels ?? []) labels[key] = value;
            claim.Status = new PersistentVolumeClaimStatus();
            if (WhenDeleted(set)) claim.Metadata.OwnerReferences = [SetOwner(set)];
            claims.Add(claim);
        }

        return claims;
    }

    /// <summary>The claim's owner references under the set's retention policy; null when they are right.</summary>
    /// <param name="set">The set.</param>
    /// <param name="claim">A claim of the set.</param>
    /// <param name="condemned">Its pod when that is beyond the wanted number, else null.</param>
    public static List<Models.Meta.V1.OwnerReference>? ClaimOwners(StatefulSet set, PersistentVolumeClaim claim, Pod? condemned)
    {
        bool podOwns = condemned is not null && set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenScaled == "Delete";
        bool setOwns = WhenDeleted(set) && !podOwns;
        List<Models.Meta.V1.OwnerReference> current = claim.Metadata.OwnerReferences ?? [];
        List<Models.Meta.V1.OwnerReference> wanted = current.FindAll(o => o.Uid != set.Metadata.Uid && !(o.Kind == "Pod" && claim.Metadata.Name!.EndsWith(o.Name, StringComparison.Ordinal)));
        if (setOwns) wanted.Add(current.Find(o => o.Uid == set.Metadata.Uid) ?? SetOwner(set));
        if (podOwns)
        {
            wanted.Add(current.Find(o => o.Uid == condemned!.Metadata.Uid)
                ?? new Models.Meta.V1.OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = condemned!.Metadata.Name!, Uid = condemned.Metadata.Uid! });
        }

        return wanted.Count == current.Count && wanted.TrueForAll(w => current.Exists(c => c.Uid == w.Uid)) ? null : wanted;
    }

    private static bool WhenDeleted(StatefulSet set) => set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenDeleted == "Delete";

    private static Models.Meta.V1.OwnerReference SetOwner(StatefulSet set) => Owners.ControllerReference(set);
}
