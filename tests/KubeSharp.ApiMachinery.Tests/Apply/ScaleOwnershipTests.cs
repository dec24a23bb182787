using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Tests.Apply;

public sealed class ScaleOwnershipTests
{
    private static readonly Dictionary<string, FieldSet> Replicas = new() { ["apps/v1"] = FieldSet.OfFields("spec.replicas") };

    [Fact]
    public void Writing_the_scale_takes_the_replicas_from_the_object_s_managers()
    {
        var parent = JsonParser.ParseObject("""
            {"metadata":{"managedFields":[{"manager":"one","operation":"Apply","apiVersion":"apps/v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:paused":{},"f:replicas":{}}}}]}}
            """u8);
        var scale = JsonParser.ParseObject("{\"metadata\":{}}"u8);
        var entries = ScaleOwnership.ToScale(parent, Replicas);
        Assert.Equal("autoscaling/v1", ((JsonObject)entries[0]).GetString("apiVersion"));
        scale.GetObject("metadata")!.Set("managedFields", JsonParser.Parse("""
            [{"manager":"hpa","operation":"Update","apiVersion":"autoscaling/v1","time":"2026-01-01T00:00:01Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}},"subresource":"scale"}]
            """));
        ScaleOwnership.ToParent(parent, scale, "apps/v1", Replicas);
        Assert.Equal(
            "[{\"manager\":\"one\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\",\"time\":\"2026-01-01T00:00:00Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:paused\":{}}}}," +
            "{\"manager\":\"hpa\",\"operation\":\"Update\",\"apiVersion\":\"apps/v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}},\"subresource\":\"scale\"}]",
            parent.FindArray("metadata", "managedFields")!.ToString());
    }
}
