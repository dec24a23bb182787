using System.Reflection;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Tests.Recordings;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Models.Tests;

public sealed class ModelRoundTripTests
{
    [Fact]
    public void Models_keep_every_field_of_every_kind()
    {
        var folder = SharedData.Require("suites/api-testdata");
        var check = typeof(ModelRoundTripTests).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!;
        var differences = new List<string>();
        var compared = 0;
        foreach (var type in typeof(Pod).Assembly.GetTypes())
        {
            if (!type.Namespace?.StartsWith("KubeSharp.Models.", StringComparison.Ordinal) == true || type.GetProperty("ApiVersion") is not { } property)
                continue;
            if (Activator.CreateInstance(type) is not { } instance || property.GetValue(instance) is not string apiVersion)
                continue;
            var group = apiVersion.Contains('/') ? apiVersion.Replace('/', '.') : "core." + apiVersion;
            var file = Path.Combine(folder, $"{group}.{type.Name}.json");
            if (!File.Exists(file))
                continue;
            compared++;
            if (check.MakeGenericMethod(type).Invoke(null, [file]) is string difference)
                differences.Add($"{type.FullName}{difference}");
        }

        Assert.Empty(differences);
        Assert.True(compared > 60, $"only {compared} kinds");
    }

    [Fact]
    public void Recorded_objects_are_written_as_they_were_read()
    {
        var types = typeof(Pod).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("KubeSharp.Models.", StringComparison.Ordinal) == true && t.GetProperty("ApiVersion") is not null)
            .Select(t => (Type: t, Version: t.GetProperty("ApiVersion")!.GetValue(Activator.CreateInstance(t)) as string))
            .Where(t => t.Version is not null)
            .ToDictionary(t => $"{t.Version}/{t.Type.Name}", t => t.Type);
        var write = typeof(ModelRoundTripTests).GetMethod(nameof(Rewrite), BindingFlags.NonPublic | BindingFlags.Static)!;
        var differences = new SortedSet<string>(StringComparer.Ordinal);
        var compared = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("golden/corpus"), "*.json", SearchOption.AllDirectories))
        {
            foreach (var step in JsonParser.ParseObject(File.ReadAllBytes(file)).GetArray("steps")!)
            {
                if (step is not JsonObject request || request.Contains("pick") || request.Contains("drop") || step.Find("response", "body") is not JsonObject body)
                    continue;
                // Placeholders of the recordings stand where times would be.
                var text = body.ToString().Replace("\\u003c", "<", StringComparison.Ordinal).Replace("\\u003e", ">", StringComparison.Ordinal)
                    .Replace("<time>", "2026-01-02T03:04:05Z", StringComparison.Ordinal)
                    .Replace("<microtime>", "2026-01-02T03:04:05.000006Z", StringComparison.Ordinal)
                    .Replace("\"<nodePort>\"", "30000", StringComparison.Ordinal);
                // Some placeholders cannot be read as values at all.
                if (text.Contains(":b64}", StringComparison.Ordinal) || text.Contains("<fieldsV1", StringComparison.Ordinal))
                    continue;
                if (!types.TryGetValue($"{body.GetString("apiVersion")}/{body.GetString("kind")}", out var type)
                    || body.GetString("kind") is "Table" || body.GetString("kind")!.EndsWith("List", StringComparison.Ordinal))
                    continue;
                compared++;
                var written = (byte[])write.MakeGenericMethod(type).Invoke(null, [Encoding.UTF8.GetBytes(text)])!;
                if (JsonDifference.Find(JsonParser.Parse(text), JsonParser.Parse(written), type.Name) is { } difference)
                    differences.Add(difference);
            }
        }

        // A required list is never null in the models.
        differences.RemoveWhere(d => d.EndsWith("expected null, found []", StringComparison.Ordinal));
        Assert.True(compared > 500);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(60)));
    }

    [Fact]
    public void New_objects_know_their_kind_and_write_what_Go_writes()
    {
        var json = Encoding.UTF8.GetString(KubernetesJson.ToUtf8Bytes(new Pod { Metadata = { Name = "a" } }));
        Assert.Equal("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[]},"status":{}}""", json);
        Assert.Equal(new ResourceInfo("apps", "v1", "Deployment", "deployments", true), Deployment.Resource);
    }

    [Fact]
    public void Copies_are_equal_and_independent()
    {
        var pod = new Pod { Metadata = { Name = "a", Labels = new() { ["x"] = "y" } }, Spec = { Containers = [new Container { Name = "c" }] } };
        var copy = pod.DeepCopy();
        Assert.True(pod.Equals(copy));
        copy.Spec.Containers[0].Image = "other";
        Assert.False(pod.Equals(copy));
    }

    [Fact]
    public void Empty_equals_absent_except_behind_pointers()
    {
        var a = new PodSpec { NodeName = "", Volumes = [], HostNetwork = false };
        Assert.True(a.Equals(new PodSpec()));
        Assert.False(new PodSpec { EnableServiceLinks = false }.Equals(new PodSpec()));
        Assert.False(new PodSpec { SecurityContext = new() }.Equals(new PodSpec()));
    }

    [Fact]
    public void Unknown_members_and_nulls_are_passed_over()
    {
        var pod = KubernetesJson.Parse<Pod>("""{"what":[{"a":1}],"metadata":{"name":null,"labels":null},"spec":null}"""u8);
        Assert.Null(pod.Metadata.Name);
        Assert.Empty(pod.Spec.Containers);
        Assert.Throws<System.Text.Json.JsonException>(() => KubernetesJson.Parse<Pod>("""{"metadata":{"name":1}}"""u8));
    }

    private static byte[] Rewrite<T>(byte[] bytes)
        where T : class, IJsonModel<T> => KubernetesJson.ToUtf8Bytes(KubernetesJson.Parse<T>(bytes));

    private static string? Check<T>(string file)
        where T : class, IJsonModel<T>
    {
        var bytes = File.ReadAllBytes(file);
        var model = KubernetesJson.Parse<T>(bytes);
        var written = JsonParser.ParseObject(KubernetesJson.ToUtf8Bytes(model));
        // Embedded objects know their kind even when it was left out.
        foreach (var embedded in (JsonObject?[])
            [written.FindObject("deleteOptions"), written.FindObject("response", "status"), written.FindArray("spec", "volumeClaimTemplates")?[0] as JsonObject])
        {
            embedded?.Remove("kind");
            embedded?.Remove("apiVersion");
        }

        var difference = JsonDifference.Find(JsonParser.Parse(bytes), written);
        return difference ?? (model.Equals(model.DeepCopy()) ? null : ": the copy differs");
    }
}
