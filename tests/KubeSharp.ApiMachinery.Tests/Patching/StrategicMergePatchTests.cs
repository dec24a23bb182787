using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    private static readonly TypeSchema PodSpec = SchemaRegistry.Kubernetes.GetType("io.k8s.api.core.v1.PodSpec");

    [Theory]
    [InlineData("merges lists by key, patched items first",
        "{\"containers\":[{\"name\":\"a\",\"image\":\"1\"},{\"name\":\"b\"}]}", "{\"containers\":[{\"name\":\"c\"},{\"name\":\"a\",\"args\":[\"x\"]}]}",
        "{\"containers\":[{\"name\":\"c\"},{\"name\":\"a\",\"image\":\"1\",\"args\":[\"x\"]},{\"name\":\"b\"}]}")]
    [InlineData("deletes an item",
        "{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "{\"containers\":[{\"name\":\"a\",\"$patch\":\"delete\"}]}", "{\"containers\":[{\"name\":\"b\"}]}")]
    [InlineData("replaces a list",
        "{\"containers\":[{\"name\":\"a\"}]}", "{\"containers\":[{\"$patch\":\"replace\"},{\"name\":\"c\"}]}", "{\"containers\":[{\"name\":\"c\"}]}")]
    [InlineData("sets the order",
        "{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"x\"}]}", "{\"$setElementOrder/containers\":[{\"name\":\"b\"},{\"name\":\"a\"}],\"containers\":[{\"name\":\"b\",\"image\":\"2\"}]}",
        "{\"containers\":[{\"name\":\"b\",\"image\":\"2\"},{\"name\":\"a\"},{\"name\":\"x\"}]}")]
    [InlineData("retains keys",
        "{\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}]}", "{\"volumes\":[{\"name\":\"v\",\"$retainKeys\":[\"name\",\"hostPath\"],\"hostPath\":{\"path\":\"/x\"}}]}",
        "{\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/x\"}}]}")]
    [InlineData("replaces atomic lists", "{\"tolerations\":[{\"key\":\"a\"}]}", "{\"tolerations\":[{\"key\":\"b\"}]}", "{\"tolerations\":[{\"key\":\"b\"}]}")]
    [InlineData("merges maps and removes by null", "{\"nodeSelector\":{\"a\":\"1\",\"b\":\"2\"}}", "{\"nodeSelector\":{\"a\":null,\"c\":\"3\"}}", "{\"nodeSelector\":{\"b\":\"2\",\"c\":\"3\"}}")]
    [InlineData("replaces a map", "{\"nodeSelector\":{\"a\":\"1\"}}", "{\"nodeSelector\":{\"$patch\":\"replace\",\"c\":\"3\"}}", "{\"nodeSelector\":{\"c\":\"3\"}}")]
    [InlineData("takes directives out of new parts", "{}", "{\"containers\":[{\"name\":\"a\",\"$patch\":\"delete\"},{\"name\":\"b\",\"$setElementOrder/env\":[]}]}", "{\"containers\":[{\"name\":\"b\"}]}")]
    public void Patches_merge(string what, string document, string patch, string expected)
    {
        var result = StrategicMergePatch.Apply((JsonObject)JsonParser.Parse(document), (JsonObject)JsonParser.Parse(patch), PodSpec);
        Assert.True(result.IsOk, what);
        Assert.Equal(expected, result.Value.ToString());
    }

    [Fact]
    public void Lists_of_scalars_merge_and_lose_items()
    {
        var schema = SchemaRegistry.Kubernetes.GetType("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        var document = JsonParser.ParseObject("{\"finalizers\":[\"a\",\"b\"]}"u8);
        var result = StrategicMergePatch.Apply(document, JsonParser.ParseObject("{\"$deleteFromPrimitiveList/finalizers\":[\"a\"],\"finalizers\":[\"c\"]}"u8), schema);
        Assert.Equal("{\"finalizers\":[\"c\",\"b\"]}", result.Value!.ToString());
        Assert.Equal("{\"finalizers\":[\"a\",\"b\"]}", document.ToString());
    }

    [Theory]
    [InlineData("{\"containers\":[{\"image\":\"nokey\"}]}", 500, "map: map[image:nokey] does not contain declared merge key: name")]
    [InlineData("{\"containers\":[{\"name\":\"a\",\"$patch\":\"odd\"}]}", 500, "unknown patch type: odd in map: map[$patch:odd name:a]")]
    [InlineData("{\"$retainKeys\":\"x\"}", 400, "invalid patch format of retainKeys")]
    [InlineData("{\"$setElementOrder\":[]}", 400, "invalid patch format of setElementOrder list")]
    public void Bad_directives_are_answered(string patch, int code, string message)
    {
        var result = StrategicMergePatch.Apply(JsonParser.ParseObject("{\"containers\":[{\"name\":\"a\"}]}"u8), (JsonObject)JsonParser.Parse(patch), PodSpec);
        Assert.Equal((code, message), (result.Error!.Code, result.Error.Message));
    }
}
