using KubeSharp.Tests.Recordings;

namespace KubeSharp.Cel.Tests.Conformance;

/// <summary>The public conformance suite of the language, as far as Kubernetes' environment goes.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Files about what Kubernetes' environment does not have.</summary>
    private static readonly Dictionary<string, string> Skipped = new()
    {
        ["block_ext"] = "cel.block is for optimisers",
        ["encoders_ext"] = "Kubernetes has no encoders library",
        ["enums"] = "protobuf enums",
        ["math_ext"] = "Kubernetes has no math library",
        ["proto2"] = "protobuf messages",
        ["proto2_ext"] = "protobuf messages",
        ["proto3"] = "protobuf messages",
        ["unknowns"] = "Kubernetes evaluates no partial input",
        ["wrappers"] = "protobuf wrappers",
    };

    public static TheoryData<string> Files => new(
        "basic", "bindings_ext", "block_ext", "comparisons", "conversions", "dynamic", "encoders_ext", "enums", "fields", "fp_math", "integer_math",
        "lists", "logic", "macros", "macros2", "math_ext", "namespace", "network_ext", "optionals", "parse", "plumbing", "proto2", "proto2_ext",
        "proto3", "string", "string_ext", "timestamps", "type_deduction", "unknowns", "wrappers");

    [Theory]
    [MemberData(nameof(Files))]
    public void Expressions_mean_what_the_language_says(string file)
    {
        Assert.SkipWhen(Skipped.TryGetValue(file, out var reason), reason ?? "");
        var path = SharedData.Find(Path.Combine("suites", "cel", file + ".textproto"));
        Assert.SkipWhen(path is null, "no shared/suites here");
        var environment = CelEnvironment.Kubernetes.WithMixedAggregates().WithBindings();
        var failures = new List<string>();
        var skipped = new List<string>();
        var passed = 0;
        foreach (var section in TextProto.Parse(File.ReadAllText(path!)).Messages("section"))
        {
            foreach (var test in section.Messages("test"))
            {
                var one = new ConformanceCase(section.Text("name")!, test);
                if (one.NotInKubernetes() is { } lacking)
                    skipped.Add($"{one.Name}: {lacking}");
                else if (one.Run(environment) is { } fault)
                    failures.Add($"{one.Name}: {one.Expression} {fault}");
                else
                    passed++;
            }
        }

        output.WriteLine($"{passed} passed, {skipped.Count} skipped:\n{string.Join('\n', skipped)}");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
