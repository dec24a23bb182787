using KubeSharp.ApiMachinery.Json;
using KubeSharp.Tests.Recordings;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Tests.Validation;

public sealed class ObjectMetaValidatorTests
{
    [Fact]
    public void Recorded_faults_are_found_and_worded_the_same()
    {
        var compared = 0;
        foreach (var step in SharedData.Read("golden/corpus/writes/metadata-validation.json").GetArray("steps")!)
        {
            if (step.Find("body", "metadata") is not JsonObject metadata || step.FindString("request")!.StartsWith("POST", StringComparison.Ordinal) == false) continue;
            if (step.Find("response", "body") is not JsonObject answer || answer.GetInt64("code") != 422) continue;
            metadata = metadata.Clone();
            metadata["namespace"] = "default";
            var errors = new ErrorList();
            ObjectMetaValidator.Validate(metadata, new ObjectMetaRules { Namespaced = true }, FieldPath.Metadata, errors);
            var status = errors.ToStatus(new GroupKind("", "ConfigMap"), metadata.GetString("name")!);
            Assert.Equal(answer.ToString(), status?.ToJson().ToString());
            compared++;
        }

        Assert.True(compared > 10);
    }

    [Fact]
    public void What_identifies_an_object_cannot_change()
    {
        var errors = new ErrorList();
        var old = JsonParser.ParseObject("{\"name\":\"a\",\"uid\":\"u\",\"generation\":3,\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",\"finalizers\":[\"x/y\"]}"u8);
        var changed = JsonParser.ParseObject("{\"name\":\"b\",\"uid\":\"v\",\"generation\":2,\"resourceVersion\":\"1\",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",\"finalizers\":[\"x/y\",\"x/z\"]}"u8);
        ObjectMetaValidator.ValidateUpdate(changed, old, FieldPath.Metadata, errors);
        Assert.Equal(
            [
                "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"x/z\"}",
                "metadata.generation: Invalid value: 2: must not be decremented",
                "metadata.name: Invalid value: \"b\": field is immutable",
                "metadata.uid: Invalid value: \"v\": field is immutable",
            ],
            errors.Select(e => e.ToString()));
    }

    [Fact]
    public void A_generated_name_is_required_when_there_is_none()
    {
        var errors = new ErrorList();
        ObjectMetaValidator.Validate(null, new ObjectMetaRules { Namespaced = false }, FieldPath.Metadata, errors);
        Assert.Equal("ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required", errors.ToStatus(new GroupKind("", "ConfigMap"), "")!.Message);
    }
}
