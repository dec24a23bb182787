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
}
