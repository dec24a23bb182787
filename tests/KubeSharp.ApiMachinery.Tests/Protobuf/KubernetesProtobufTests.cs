using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Protobuf;

public sealed class KubernetesProtobufTests
{
    [Fact]
    public void Every_kind_is_the_same_in_both_encodings()
    {
        var faults = new List<string>();
        var compared = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("suites/api-testdata"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonParser.ParseObject(File.ReadAllBytes(file));
            if (TypeOf(json) is not { } type || !KubernetesProtobuf.Supports(type))
                continue;
            compared++;
            var name = Path.GetFileNameWithoutExtension(file);
            var bytes = File.ReadAllBytes(Path.ChangeExtension(file, ".pb"));
            if (JsonDifference.Find(json, KubernetesProtobuf.Decode(bytes), name) is { } difference)
                faults.Add(difference);
            if (!KubernetesProtobuf.Encode(json, type).AsSpan().SequenceEqual(bytes))
                faults.Add($"{name}: other bytes");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(compared > 60, $"only {compared} kinds");
    }

    [Fact]
    public void What_was_never_set_comes_back_as_the_real_server_writes_it()
    {
        var type = SchemaRegistry.Kubernetes.FindKind("", "v1", "Pod")!;
        var pod = JsonParser.ParseObject("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}],"enableServiceLinks":false}}"""u8);
        var back = KubernetesProtobuf.Decode(KubernetesProtobuf.Encode(pod, type));
        Assert.Equal(
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","resources":{}}],"enableServiceLinks":false},"status":{}}""",
            back.ToString());
    }

    [Fact]
    public void Damaged_bytes_are_an_error_and_never_a_crash()
    {
        var file = SharedData.Require("suites/api-testdata/core.v1.Pod.pb");
        var bytes = File.ReadAllBytes(file);
        Assert.False(KubernetesProtobuf.TryDecode("{}"u8, out _, out var error));
        Assert.Contains("expected prefix", error, StringComparison.Ordinal);
        for (var length = 4; length < bytes.Length; length += 97)
            KubernetesProtobuf.TryDecode(bytes.AsSpan(0, length), out _, out _);
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            KubernetesProtobuf.TryDecode(damaged, out _, out _);
        }
    }

    private static TypeSchema? TypeOf(JsonObject value)
    {
        var version = value.GetString("apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return SchemaRegistry.Kubernetes.FindKind(slash < 0 ? "" : version[..slash], version[(slash + 1)..], value.GetString("kind") ?? "");
    }
}
