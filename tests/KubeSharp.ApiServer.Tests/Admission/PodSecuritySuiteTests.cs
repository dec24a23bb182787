using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Admission.PodSecurity;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>The public test data of the Pod Security standards: pods that each level and version lets pass or refuses.</summary>
public sealed class PodSecuritySuiteTests
{
    public static TheoryData<string> Folders()
    {
        var data = new TheoryData<string>();
        foreach (var folder in SharedData.Find("suites/pod-security") is { } root ? Directory.GetDirectories(root, "v1.*", SearchOption.AllDirectories) : [])
            data.Add($"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}");
        if (data.Count == 0)
            data.Add("");
        return data;
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_pod_passes_or_is_refused_as_the_standard_says(string levelAndVersion)
    {
        Assert.SkipWhen(levelAndVersion.Length == 0, "the shared test data is not here");
        var parts = levelAndVersion.Split('/');
        Assert.True(PodSecurityPolicy.TryParseLevel(parts[0], out var level));
        Assert.True(PodSecurityPolicy.TryParseVersion(parts[1], out var minor));
        var root = Path.Combine(SharedData.Find("suites/pod-security")!, parts[0], parts[1]);
        List<string> wrong = [];
        foreach (var file in Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories))
        {
            var pod = (JsonObject)YamlReader.Parse(File.ReadAllText(file))!;
            var violations = PodSecurityEvaluator.Evaluate(new PodSecurityPolicy(level, minor), pod.GetObject("metadata"), pod.GetObject("spec")!);
            if (violations.Count == 0 != (Path.GetFileName(Path.GetDirectoryName(file)) == "pass"))
                wrong.Add($"{file[root.Length..]}: {string.Join(", ", violations)}");
        }

        Assert.Empty(wrong);
    }
}
