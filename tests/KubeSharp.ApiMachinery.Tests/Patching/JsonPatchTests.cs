using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Patching;

public sealed class JsonPatchTests
{
    // Where the library that upstream uses is known to be laxer or stricter than the RFC.
    private static readonly HashSet<string> Lax = new(StringComparer.Ordinal)
    {
        "[{\"op\":\"add\",\"path\":\"/bar/-1\",\"value\":\"5\"}]", "missing 'value' parameter to add", "missing 'value' parameter to replace",
        "missing 'value' parameter to test", "test with bad array number that has leading zeros",
    };

    [Theory]
    [InlineData("suites/json-patch/tests.json")]
    [InlineData("suites/json-patch/spec_tests.json")]
    public void The_public_suite_passes(string file)
    {
        var failures = new List<string>();
        foreach (var item in (JsonArray)JsonParser.Parse(File.ReadAllBytes(SharedData.Require(file))))
        {
            var test = (JsonObject)item;
            if (test.GetBool("disabled") == true || !test.Contains("doc")) continue;
            var name = test.GetString("comment") ?? test["patch"]!.ToString();
            if (Lax.Contains(name)) continue;
            JsonValue? result = null;
            if (JsonPatch.TryRead(test["patch"]!, out var patch, out _)) result = patch.Apply(test["doc"]!).Value;
            if (test.Contains("error") ? result is not null : !JsonValue.DeepEquals(result, test["expected"] ?? test["doc"]))
                failures.Add($"{name}: {test["patch"]} on {test["doc"]} gave {result?.ToString() ?? "an error"}, not {test["expected"] ?? test["error"]}");
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void Replacing_a_missing_member_adds_it() => Assert.Equal("{\"a\":1}", Apply("{}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":1}]"));

    [Fact]
    public void Negative_indices_count_from_the_end() => Assert.Equal("[1,3]", Apply("[1,2,3]", "[{\"op\":\"remove\",\"path\":\"/-2\"}]"));

    [Fact]
    public void A_patch_that_is_no_list_is_a_bad_request()
    {
        Assert.False(JsonPatch.TryRead(JsonParser.Parse("{\"op\":\"add\"}"), out _, out var error));
        Assert.Equal("error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp", error.Message);
        Assert.Equal(400, error.Code);
    }

    private static string Apply(string document, string patch)
    {
        Assert.True(JsonPatch.TryRead(JsonParser.Parse(patch), out var parsed, out _));
        return parsed.Apply(JsonParser.Parse(document)).Value!.ToString();
    }
}
