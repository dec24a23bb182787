namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>A volume and what is wrong with it.</summary>
public sealed class VolumeRulesTests
{
    private const string V = "spec.volumes[0].";

    [Theory]
    [InlineData("", "")]
    [InlineData("cephfs: {monitors: [a]}, rbd: {monitors: [a], image: b}, downwardAPI: {}", V + "cephFS: Forbidden: may not specify more than 1 volume type\n" + V + "downwarAPI: Forbidden: may not specify more than 1 volume type")]
    [InlineData("gitRepo: {repository: r, directory: ../x}", V + "gitRepo.directory: Invalid value: \"../x\": must not contain '..'")]
    [InlineData("nfs: {server: s}", V + "nfs.path: Invalid value: \"\": must be an absolute path\n" + V + "nfs.path: Required value")]
    [InlineData("gcePersistentDisk: {pdName: p, partition: 256}", V + "persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive")]
    [InlineData("iscsi: {targetPortal: t, iqn: 'iqn.2001-04.com.example:storage'}", "")]
    [InlineData("iscsi: {targetPortal: t, iqn: iqn.bad}", V + "iscsi.iqn: Invalid value: \"iqn.bad\": must be valid format")]
    [InlineData("iscsi: {targetPortal: t, iqn: eui.0123456789abcdef, chapAuthSession: true, initiatorName: x}",
        V + "iscsi.initiatorname: Invalid value: \"x\": must be valid format starting with iqn, eui, or naa\n" + V + "iscsi.secretRef: Required value")]
    [InlineData("fc: {}", V + "fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both")]
    [InlineData("fc: {targetWWNs: [a]}", V + "fc.lun: Required value: lun is required if targetWWNs is specified")]
    [InlineData("flexVolume: {driver: d, options: {a.k8s.io/x: w}}", V + "flexVolume.options[a.k8s.io/x]: Invalid value: \"a.k8s.io/x\": kubernetes.io and k8s.io namespaces are reserved")]
    [InlineData("flocker: {datasetName: a/b}", V + "flocker.datasetName: Invalid value: \"a/b\": must not contain '/'")]
    [InlineData("quobyte: {registry: nowhere, volume: v}", V + "quobyte.registry: Invalid value: \"nowhere\": must be a host:port pair or multiple pairs separated by commas")]
    [InlineData("azureDisk: {diskName: a, diskURI: x, kind: Managed}",
        V + "azureDisk.diskURI: Unsupported value: \"x\": supported values: \"/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}\"")]
    [InlineData("csi: {driver: a b}", V + "csi.driver: Invalid value: \"a b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + @"alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData("projected: {sources: [{secret: {name: a}, configMap: {name: b}}]}", V + "projected.sources[0]: Forbidden: may not specify more than 1 volume type per source")]
    [InlineData("downwardAPI: {items: [{path: a, mode: 512, fieldRef: {fieldPath: metadata.name}}]}", V + "downwardAPI.mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive")]
    [InlineData("downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu, divisor: 3m}}]}",
        V + "downwardAPI.resourceFieldRef.containerName: Required value\n"
        + V + "downwardAPI.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource")]
    [InlineData("projected: {sources: [{serviceAccountToken: {path: ''}}]}", V + "projected.path: Required value")]
    [InlineData("projected: {sources: [{clusterTrustBundle: {path: ''}}]}", "")]
    [InlineData("downwardAPI: {items: [{path: a}]}", V + "downwardAPI: Required value: one of fieldRef and resourceFieldRef is required")]
    [InlineData("ephemeral: {volumeClaimTemplate: {metadata: {name: x}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}",
        V + "ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set")]
    public void ASourceIsFaultedForWhatItSays(string source, string faults) =>
        Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec("volumes: [{name: v" + (source.Length > 0 ? ", " : "") + source + "}]")));

    [Fact]
    public void TheClaimOfAnEphemeralVolumeIsNobodyElses()
    {
        var pod = PodUnderTest.WithSpec(
            "volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}, {name: b, persistentVolumeClaim: {claimName: p-a}}]");
        Assert.Equal(
            "spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: \"p-a\": must not reference a PVC that gets created for an ephemeral volume", PodUnderTest.Faults(pod));
    }
}
