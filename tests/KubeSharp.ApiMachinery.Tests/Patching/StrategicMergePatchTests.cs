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
    [InlineData("takes an empty order", "{\"containers\":[{\"name\":\"a\"}]}", "{\"$setElementOrder/containers\":[],\"containers\":[{\"name\":\"b\"}]}", "{\"containers\":[{\"name\":\"b\"},{\"name\":\"a\"}]}")]
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
    [InlineData("{\"$setElementOrder/containers\":{}}", 500, "expected a []interface {}, but received a map[string]interface {}")]
    [InlineData("{\"$setElementOrder/containers\":[\"a\"],\"containers\":[{\"name\":\"a\"}]}", 500, "expected a map[string]interface {}, but received a string")]
    [InlineData("{\"$setElementOrder/containers\":[{\"x\":1}],\"containers\":[{\"name\":\"a\"}]}", 500, "map: map[x:1] does not contain declared merge key: name")]
    [InlineData("{\"$setElementOrder/containers\":[{\"name\":\"b\"}],\"containers\":[{\"name\":\"a\"}]}", 500, "The order in patch list:\n[map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n")]
    [InlineData("{\"containers\":[\"a\"]}", 500, "list element types are not identical: [[map[name:a]] [a]]")]
    [InlineData("{\"containers\":[{\"$patch\":\"replace\"},{\"image\":\"x\"}]}", 500, "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("{\"initContainers\":[[1]],\"$setElementOrder/initContainers\":[]}", 422, "the server rejected our request due to an error in our request")]
    public void Bad_directives_are_answered(string patch, int code, string message)
    {
        var result = StrategicMergePatch.Apply(JsonParser.ParseObject("{\"containers\":[{\"name\":\"a\"}]}"u8), (JsonObject)JsonParser.Parse(patch), PodSpec);
        Assert.Equal((code, message), (result.Error!.Code, result.Error.Message));
    }
}
