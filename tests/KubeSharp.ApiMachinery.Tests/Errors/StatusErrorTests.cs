using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Tests.Errors;

public sealed class StatusErrorTests
{
    [Fact]
    public void Not_found_names_resource_and_group() => Assert.Equal(
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"deployments.apps \\\"d\\\" not found\"," +
        "\"reason\":\"NotFound\",\"details\":{\"name\":\"d\",\"group\":\"apps\",\"kind\":\"deployments\"},\"code\":404}",
        StatusError.NotFound(new GroupResource("apps", "deployments"), "d").ToJson().ToString());

    [Fact]
    public void Several_faults_are_listed_once_each()
    {
        var errors = new ErrorList
        {
            FieldError.Required(FieldPath.Spec.Child("a")),
            FieldError.Invalid(FieldPath.Spec.Child("b").Index(1).Key("c/d"), 5, "too odd"),
            FieldError.Required(FieldPath.Spec.Child("a")),
            FieldError.NotSupportedSorted(FieldPath.Of("type"), "X", "b", "a"),
            FieldError.Duplicate(FieldPath.Of("list"), JsonParser.Parse("{\"x\":\"<\"}")),
        };
        var status = errors.ToStatus(new GroupKind("g", "K"), "n")!;
        Assert.Equal(
            "K.g \"n\" is invalid: [spec.a: Required value, spec.b[1][c/d]: Invalid value: 5: too odd, " +
            "type: Unsupported value: \"X\": supported values: \"a\", \"b\", list: Duplicate value: {\"x\":\"\\u003c\"}]",
            status.Message);
        Assert.Equal(5, status.Details!.Causes.Count);
        Assert.Equal(new StatusCause("FieldValueInvalid", "Invalid value: 5: too odd", "spec.b[1][c/d]"), status.Details.Causes[1]);
    }

    [Fact]
    public void A_revision_of_the_future_times_out_with_its_cause() => Assert.Equal(
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Timeout: Too large resource version: 999, current: 5\"," +
        "\"reason\":\"Timeout\",\"details\":{\"causes\":[{\"reason\":\"ResourceVersionTooLarge\",\"message\":\"Too large resource version\"}],\"retryAfterSeconds\":1},\"code\":504}",
        StatusError.TooLargeResourceVersion(999, 5, 1).ToJson().ToString());
}
