using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Storage.StorageClasses;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Volumes, claims and their classes.</summary>
public sealed class StorageRulesTests
{
    private const string Start = """{"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},""";

    private static readonly TypeSchema Claim = SchemaRegistry.Kubernetes.FindKind("", "v1", "PersistentVolumeClaim")!;

    [Theory]
    [InlineData("\"nfs\":{\"server\":\"s\",\"path\":\"/p\"}}}", "")]
    [InlineData("\"local\":{\"path\":\"/x\"}}}", "spec.nodeAffinity: Required value: Local volume requires node affinity")]
    [InlineData(
        "\"hostPath\":{\"path\":\"/\"},\"persistentVolumeReclaimPolicy\":\"Recycle\"}}",
        "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'")]
    [InlineData("\"nfs\":{\"server\":\"s\",\"path\":\"/p\"},\"hostPath\":{\"path\":\"/x\"}}}", "spec.nfs: Forbidden: may not specify more than 1 volume type")]
    [InlineData("\"csi\":{\"driver\":\"d\",\"volumeHandle\":\"h\",\"nodePublishSecretRef\":{\"name\":\"n\"}}}}", "spec.csi.nodePublishSecretRef.namespace: Required value")]
    [InlineData("\"flexVolume\":{\"driver\":\"d\",\"options\":{\"a.kubernetes.io/x\":\"y\"}}}}",
        "spec.flexVolume.options[a.kubernetes.io/x]: Invalid value: \"a.kubernetes.io/x\": kubernetes.io and k8s.io namespaces are reserved")]
    [InlineData("\"gcePersistentDisk\":{\"pdName\":\"\"},\"flexVolume\":{\"driver\":\"d\"},\"cephfs\":{}}}",
        "spec.persistentDisk.pdName: Required value\nspec.cephFS: Forbidden: may not specify more than 1 volume type")]
    [InlineData("\"hostPath\":{\"path\":\"/a/../..\"},\"persistentVolumeReclaimPolicy\":\"Recycle\"}}",
        "spec.hostPath.path: Invalid value: \"/a/../..\": must not contain '..'\nspec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'")]
    [InlineData("\"iscsi\":{\"targetPortal\":\"0123456789012345678901234567890123456789012345678901234567890123\",\"iqn\":\"x\",\"initiatorName\":\"y\"}}}",
        "spec.iscsi.iqn: Invalid value: \"x\": must be valid format\nspec.iscsi.initiatorname: Invalid value: \"y\": must be valid format\nspec.iscsi.targetportal: Invalid value: "
        + "\"0123456789012345678901234567890123456789012345678901234567890123\": Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.")]
    [InlineData("\"glusterfs\":{\"endpoints\":\"e\",\"path\":\"p\",\"endpointsNamespace\":\"\"}}}",
        "spec.glusterfs.endpointsNamespace: Invalid value: \"\": if the endpointnamespace is set, it must be a valid namespace name")]
    public void AVolumeIsJudged(string rest, string expected) =>
        Assert.Equal(expected, Faults(errors => PersistentVolumeValidation.Check(Parse(Start + rest), errors)));

    [Theory]
    [InlineData("""{"volumeName":"v"}""", """{}""", "")]
    [InlineData("""{"resources":{"requests":{"storage":"2Gi"}}}""", """{"resources":{"requests":{"storage":"1Gi"}}}""", "bound")]
    [InlineData("""{"storageClassName":"b"}""", """{"storageClassName":""}""", """
        spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
        @@ -6,7 +6,7 @@
           "Requests": null
          },
          "VolumeName": "",
        - "StorageClassName": "",
        + "StorageClassName": "b",
          "VolumeMode": null,
          "DataSource": null,
          "DataSourceRef": null,

        """)]
    public void AClaimsUpdateIsJudged(string now, string old, string expected)
    {
        var bound = expected == "bound" ? ""","status":{"phase":"Bound"}""" : "";
        Assert.Equal(
            bound.Length > 0 ? "" : expected.ReplaceLineEndings("\n"),
            Faults(errors => PersistentVolumeClaimValidation.CheckUpdate(Parse($$"""{"spec":{{now}}{{bound}}}"""), Parse($$"""{"spec":{{old}}{{bound}}}"""), Claim, errors)));
    }

    [Theory]
    [InlineData("topology.kubernetes.io/zone", "")]
    [InlineData("kubernetes.io/os", "nodeAffinity: Invalid value: ")]
    public void AVolumeMayNameALabelAsItIsCalledNow(string label, string expected)
    {
        const string Where = """{"spec":{"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"LABEL","operator":"In","values":["z"]}]}]}}}}""";
        var (now, old) = (Parse(Where.Replace("LABEL", label, StringComparison.Ordinal)), Parse(Where.Replace("LABEL", "failure-domain.beta.kubernetes.io/zone", StringComparison.Ordinal)));
        var schema = SchemaRegistry.Kubernetes.FindKind("", "v1", "PersistentVolume")!;
        Assert.StartsWith(expected, Faults(errors => PersistentVolumeValidation.CheckUpdate(now, old, schema, errors)), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, Faults(errors => PersistentVolumeValidation.CheckUpdate(now, old, schema, errors)).Length == 0);
    }

    [Theory]
    [InlineData("""{"storageClassName":""}""", "{}", "")]
    [InlineData("""{"volumeAttributesClassName":"b"}""", """{"volumeAttributesClassName":"a"}""", "")]
    [InlineData("{}", """{"volumeAttributesClassName":"a"}""", "spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden")]
    [InlineData("""{"volumeAttributesClassName":""}""", """{"volumeAttributesClassName":"a"}""", "spec.volumeAttributesClassName: Forbidden: update from non-nil value to an empty string is forbidden")]
    public void ABoundClaimKeepsItsAttributes(string now, string old, string expected)
    {
        const string Status = ""","status":{"phase":"Bound","currentVolumeAttributesClassName":"a"}""";
        Assert.Equal(
            expected, Faults(errors => PersistentVolumeClaimValidation.CheckUpdate(Parse($$"""{"spec":{{now}}{{Status}}}"""), Parse($$"""{"spec":{{old}}{{Status}}}"""), Claim, errors)));
    }

    [Theory]
    [InlineData("""{"allocatedResourceStatuses":{"storage":"Odd"}}""",
        "status.allocatedResourceStatuses: Unsupported value: \"storage\": supported values: \"ControllerResizeInProgress\", \"ControllerResizeInfeasible\", \"NodeResizeInProgress\", "
        + "\"NodeResizeInfeasible\", \"NodeResizePending\"")]
    [InlineData("""{"allocatedResources":{"cpu":"1"}}""", "status.allocatedResources: Unsupported value: \"cpu\": supported values: \"storage\"")]
    [InlineData("""{"allocatedResources":{"example.com/x":"-1"}}""", "status.allocatedResources[example.com/x]: Invalid value: -1: must be a valid resource quantity")]
    public void TheStatusOfAClaimIsJudged(string status, string expected) =>
        Assert.Equal(expected, Faults(errors => PersistentVolumeClaimValidation.CheckStatus(Parse($$"""{"spec":{"accessModes":["ReadWriteOnce"]},"status":{{status}}}"""), errors)));

    [Fact]
    public void ASourceUnderBothNamesIsNotPassedOver()
    {
        var spec = Parse("""{"dataSource":{"kind":"Odd","apiGroup":"x.example.com","name":"a"},"dataSourceRef":{"kind":"Odd","apiGroup":"x.example.com","name":"b"}}""");
        ClaimSources.Normalize(spec, null);
        Assert.Equal("a", spec.FindString("dataSource", "name"));
    }

    [Fact]
    public void ASourceHasTwoNamesAndTheOldOneKnowsTwoKinds()
    {
        var spec = Parse("""{"dataSource":{"kind":"Odd","apiGroup":"x.example.com","name":"a"}}""");
        ClaimSources.Normalize(spec, null);
        Assert.Equal("{}", spec.ToString());
        spec = Parse("""{"dataSourceRef":{"kind":"Odd","apiGroup":"x.example.com","name":"a"}}""");
        ClaimSources.Normalize(spec, null);
        Assert.Equal("a", spec.FindString("dataSource", "name"));
    }

    [Fact]
    public void TermsOfTopologiesMayNotRepeat() => Assert.Equal(
        "allowedTopologies[1].matchLabelExpressions: Duplicate value: \"\"",
        Faults(errors => StorageClassValidation.Check(
            Parse("""
                {"provisioner":"p","volumeBindingMode":"Immediate","allowedTopologies":[
                {"matchLabelExpressions":[{"key":"z","values":["a","b"]}]},{"matchLabelExpressions":[{"key":"z","values":["b","a"]}]}]}
                """),
            errors)));

    [Fact]
    public void AProvisionerIsShownAsItWasWritten() => Assert.StartsWith(
        "provisioner: Invalid value: \"Bad Name\": ",
        Faults(errors => StorageClassValidation.Check(Parse("""{"provisioner":"Bad Name","volumeBindingMode":"Immediate"}"""), errors)),
        StringComparison.Ordinal);
}
