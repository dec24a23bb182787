using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Tests.Handlers;

/// <summary>How values of a wrong type are worded after a strategic merge.</summary>
public sealed class StrategicFaultsTests
{
    [Theory]
    [InlineData("json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", "unrecognized type: int32")]
    [InlineData("json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string", "cannot convert int64 to string")]
    [InlineData("json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec", "cannot restore struct from: slice")]
    [InlineData("json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container", "cannot restore slice from map")]
    [InlineData("json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string", "cannot restore map from string")]
    [InlineData("quantities must match the regular expression", "quantities must match the regular expression")]
    public void AFaultOfTheDecoderIsReworded(string fault, string expected) => Assert.Equal(expected, StrategicFaults.Reword(fault));
}
