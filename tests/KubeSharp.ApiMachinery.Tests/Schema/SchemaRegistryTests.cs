using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Tests.Schema;

public sealed class SchemaRegistryTests
{
    private static readonly SchemaRegistry Registry = SchemaRegistry.Kubernetes;

    [Fact]
    public void Every_type_can_be_read()
    {
        foreach (var name in Registry.TypeNames)
        {
            foreach (var field in Registry.GetType(name).Fields)
                Assert.NotNull(field.Type);
        }
    }

    [Fact]
    public void Fields_carry_what_merging_and_writing_need()
    {
        var spec = Registry.FindKind("", "v1", "Pod")!.Find("spec")!;
        Assert.True(spec.TryGetField("containers"u8, out var containers));
        Assert.Equal(ListType.Map, containers.ListType);
        Assert.Equal(["name"], containers.ListMapKeys);
        Assert.Equal("name", containers.PatchMergeKey);
        Assert.True(containers.Required);
        Assert.False(containers.OmitEmpty);
        Assert.True(spec.Field("enableServiceLinks")!.IsPointer);
        Assert.False(spec.Field("hostNetwork")!.IsPointer);
        Assert.Equal(MapType.Atomic, spec.Field("nodeSelector")!.MapType);
        Assert.Equal(PatchStrategy.Merge | PatchStrategy.RetainKeys, spec.Field("volumes")!.PatchStrategy);
        Assert.True(spec.Find("containers")!.Items!.Field("resources")!.IsStruct);
        Assert.False(spec.TryGetField("nope"u8, out _));
        Assert.Equal([1, 1], Registry.GetType("io.k8s.api.core.v1.Probe").Field("exec")!.ProtobufPath.ToArray());
    }

    [Fact]
    public void Resources_come_in_the_order_of_discovery()
    {
        Assert.Equal("", Registry.Versions[0].Group);
        Assert.Equal("apiregistration.k8s.io", Registry.Versions[1].Group);
        var deployments = Registry.FindResource("apps", "v1", "deployments")!;
        Assert.Equal(["deploy"], deployments.ShortNames);
        Assert.Equal("8aSe+NMegvE=", deployments.StorageVersionHash);
        Assert.Equal("Scale", deployments.Subresource("scale")!.Kind);
        Assert.Equal("Name", deployments.Columns[0].Name);
    }

    [Fact]
    public void Custom_schemas_become_types()
    {
        var schema = (JsonObject)JsonParser.Parse("""
            {"type":"object","properties":{"spec":{"type":"object","required":["size"],"properties":{
              "size":{"type":"integer","format":"int32","default":3},
              "port":{"x-kubernetes-int-or-string":true},
              "any":{"x-kubernetes-preserve-unknown-fields":true},
              "list":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["a"],"items":{"type":"object"}},
              "map":{"type":"object","additionalProperties":{"type":"string"}},
              "may":{"type":"string","nullable":true}}}}}
            """u8);
        var type = CustomTypes.FromDefinition(schema);
        var spec = type.Find("spec")!;
        Assert.NotNull(type.Find("metadata", "labels"));
        Assert.True(spec.Field("size")!.Required);
        Assert.Equal(FieldType.Int32, spec.Find("size")!.Type);
        Assert.Equal("3", spec.Field("size")!.Default!.ToString());
        Assert.Equal(FieldType.IntOrString, spec.Find("port")!.Type);
        Assert.True(spec.Find("any")!.PreserveUnknownFields);
        Assert.Equal(["a"], spec.Field("list")!.ListMapKeys);
        Assert.Equal(FieldType.String, spec.Find("map")!.Items!.Type);
        Assert.True(spec.Find("may")!.Nullable);
    }
}
