using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Storage;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Tests.Storage;

public sealed class UpstreamValuesTests
{
    [Fact]
    public async Task A_protobuf_value_of_another_server_is_read_as_the_object_it_is()
    {
        var secret = JsonParser.ParseObject("""
            {"kind":"Secret","apiVersion":"v1","metadata":{"name":"s","namespace":"default","uid":"u1","creationTimestamp":"2026-01-02T03:04:05Z"},"data":{"a":"aGVsbG8="},"type":"Opaque"}
            """u8);
        var stored = KubernetesProtobuf.Encode(secret, SchemaRegistry.Kubernetes.FindKind("", "v1", "Secret")!);
        var read = await Read(stored);
        Assert.Equal(secret.ToString(), JsonParser.ParseObject(read.Span).ToString());
        // And takes its version, as what this server wrote does.
        var wire = JsonParser.ParseObject(ResourceVersionSplice.Insert(read.Span, 42));
        Assert.Equal("42", wire.FindString("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task A_json_value_loses_its_line_end()
    {
        var read = await Read("{\"kind\":\"Boat\"}\n"u8.ToArray());
        Assert.Equal("{\"kind\":\"Boat\"}", Encoding.UTF8.GetString(read.Span));
    }

    [Fact]
    public async Task A_damaged_value_is_an_error_that_names_its_key()
    {
        var error = await Assert.ThrowsAsync<StoredValueException>(async () => await Read([.. "k8s\0"u8, 0xff, 0xff, 0xff]));
        Assert.Equal("/registry/secrets/default/s", error.Key);
    }

    private static async Task<ReadOnlyMemory<byte>> Read(byte[] stored) =>
        (await new UpstreamValues().FromStoredAsync("/registry/secrets/default/s", stored, TestContext.Current.CancellationToken)).Value;
}
