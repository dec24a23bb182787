using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Conversion;

/// <summary>Strategy Webhook: a ConversionReview asks for the objects in the version wanted; what comes back is looked at closely.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion</remarks>
internal sealed class WebhookConversion(WebhookCaller caller, WebhookEndpoint endpoint, string reviewVersion) : IVersionConverter
{
    private const string Group = "apiextensions.k8s.io";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<Result<IReadOnlyList<JsonObject>>> ConvertAsync(
        IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        if (objects.Count == 0) return Result<IReadOnlyList<JsonObject>>.Ok(objects);
        var kind = GroupVersionKind.From(objects[0].GetString("apiVersion"), objects[0].GetString("kind"));
        var uid = Guid.NewGuid().ToString();
        var answer = await caller.PostAsync(endpoint, Review(objects, apiVersion, uid).ToUtf8Bytes(), Timeout, tellTimeout: true, cancellationToken);
        if (!answer.IsOk) return Failed(kind, $"failed: {answer.Failure}");
        if (Converted(answer.Document, uid, out var converted) is { } problem) return Failed(kind, $"failed: {problem}");
        if (converted.Count != objects.Count) return Failed(kind, $"returned {converted.Count} objects, expected {objects.Count}");
        var results = new List<JsonObject>(objects.Count);
        for (var i = 0; i < objects.Count; i++)
        {
            var which = objects.Count == 1 ? "" : $" at index {i}";
            if (converted[i] is not JsonObject item) return Failed(kind, $"returned invalid converted object{which}: Object 'Kind' is missing in '{converted[i]}'");
            if (ConvertedObject.Problem(objects[i], item, apiVersion) is { } fault)
                return Failed(kind, $"returned invalid {(which.Length > 0 ? "converted " : "")}object{which}: {fault}");
            if (ConvertedObject.RestoreMetadata(objects[i], item) is { } invalid)
                return Failed(kind, $"returned invalid metadata{(which.Length > 0 ? $" in object{which}" : "")}: {invalid}");
            results.Add(item);
        }

        return results;
    }

    private static StatusError Failed(GroupVersionKind kind, string what) => StatusError.Unclassified($"conversion webhook for {kind} {what}");

    private JsonObject Review(IReadOnlyList<JsonObject> objects, string apiVersion, string uid) => new()
    {
        { "kind", "ConversionReview" },
        { "apiVersion", $"{Group}/{reviewVersion}" },
        {
            "request", new JsonObject
            {
                { "uid", uid },
                { "desiredAPIVersion", apiVersion },
                { "objects", new JsonArray(objects) },
            }
        },
    };

    // Version v1beta1 asked neither for the right kind nor for the right UID.
    private string? Converted(JsonObject review, string uid, out JsonArray converted)
    {
        converted = [];
        if (reviewVersion == "v1")
        {
            var expected = new GroupVersionKind(Group, "v1", "ConversionReview");
            var kind = GroupVersionKind.From(review.GetString("apiVersion"), review.GetString("kind"));
            if (kind != expected) return $"expected webhook response of {expected}, got {kind}";
        }

        if (review.GetObject("response") is not { } response) return "no response provided";
        if (reviewVersion == "v1" && response.GetString("uid") is var given && given != uid) return $"expected response.uid=\"{uid}\", got \"{given}\"";
        if (response.FindString("result", "status") is var status && status != "Success")
            return response.FindString("result", "message") is { Length: > 0 } message ? message : $"response.result.status was '{status}', not 'Success'";
        converted = response.GetArray("convertedObjects") ?? [];
        return null;
    }
}
