using System.Collections.Concurrent;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Asks a server whether the images of a pod may be run (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook).
/// </summary>
internal sealed class ImagePolicyWebhook : IValidatingAdmission
{
    private const string Annotations = ".image-policy.k8s.io/";
    private const string FailedOpen = "alpha.image-policy.k8s.io/failed-open";
    private const int Attempts = 5;
    private const int MostAnswers = 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly WebhookCaller caller;
    private readonly TimeProvider time;
    private readonly WebhookEndpoint endpoint;
    private readonly TimeSpan allowFor;
    private readonly TimeSpan denyFor;
    private readonly TimeSpan backoff;
    private readonly bool allowByDefault;
    private readonly ConcurrentDictionary<string, (JsonObject Status, DateTimeOffset Until)> answers = new(StringComparer.Ordinal);

    /// <summary>Reads the member <c>imagePolicy</c> of the configuration.</summary>
    /// <exception cref="ArgumentException">It is missing, or the kubeconfig file that it names is at fault.</exception>
    public ImagePolicyWebhook(AdmissionConfiguration settings, WebhookCaller caller, TimeProvider time)
    {
        this.caller = caller;
        this.time = time;
        if (settings.For("ImagePolicyWebhook")?.GetObject("imagePolicy") is not { } policy || policy.GetString("kubeConfigFile") is not { Length: > 0 } file)
            throw new ArgumentException("no config specified", nameof(settings));
        endpoint = WebhookKubeConfig.Read(Path.Combine(settings.Folder, file)).Endpoint();
        allowFor = TimeSpan.FromSeconds(policy.GetInt64("allowTTL") ?? 300);
        denyFor = TimeSpan.FromSeconds(policy.GetInt64("denyTTL") ?? 30);
        backoff = TimeSpan.FromMilliseconds(policy.GetInt64("retryBackoff") ?? 500);
        allowByDefault = policy.GetBool("defaultAllow") == true;
    }

    /// <inheritdoc/>
    public string Name => "ImagePolicyWebhook";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Resource is not { Group: "", Resource: "pods" } || attributes.Object is not { } pod) return null;

        // The images of a pod change with the pod itself, and new ones come with ephemeral containers.
        if (attributes.Subresource is not ("" or "ephemeralcontainers")) return null;
        var question = Question(attributes, pod);
        var key = question.ToString();
        if (!answers.TryGetValue(key, out var known) || known.Until < time.GetUtcNow())
        {
            var (status, failure) = await AskAsync(question, cancellationToken);
            if (status is null)
            {
                if (!allowByDefault) return attributes.Forbid(failure!);
                attributes.AddAnnotation(FailedOpen, "true");
                return null;
            }

            known = (status, time.GetUtcNow() + (status.GetBool("allowed") == true ? allowFor : denyFor));
            if (answers.Count >= MostAnswers) answers.Clear();
            answers[key] = known;
        }

        foreach (var (name, value) in known.Status.GetObject("auditAnnotations") ?? [])
        {
            if (value is JsonString text) attributes.AddAnnotation($"imagepolicywebhook.image-policy.k8s.io/{name}", text.Value);
        }

        if (known.Status.GetBool("allowed") == true) return null;
        var reason = known.Status.GetString("reason") ?? "";
        return attributes.Forbid(reason.Length > 0
            ? $"image policy webhook backend denied one or more images: {reason}"
            : "one or more images rejected by webhook backend");
    }

    private async ValueTask<(JsonObject? Status, string? Failure)> AskAsync(JsonObject question, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await caller.PostAsync(endpoint, question.ToUtf8Bytes(), Timeout, tellTimeout: false, cancellationToken);
            if (answer.IsOk) return (answer.Document.GetObject("status") ?? [], null);
            if (!answer.MayRetry || attempt == Attempts) return (null, answer.Failure);
            await Task.Delay(backoff * Math.Pow(1.5, attempt - 1), time, cancellationToken);
        }
    }

    private static JsonObject Question(AdmissionAttributes attributes, JsonObject pod)
    {
        var containers = new JsonArray();
        foreach (var container in PodSpecs.AllContainers(pod.GetObject("spec") ?? [])) containers.Add(new JsonObject { { "image", container.GetString("image") ?? "" } });
        var spec = new JsonObject { { "containers", containers } };
        var annotations = new JsonObject();
        foreach (var (name, value) in pod.FindObject("metadata", "annotations") ?? [])
        {
            if (name.Contains(Annotations, StringComparison.Ordinal)) annotations.Set(name, value);
        }

        if (annotations.Count > 0) spec.Set("annotations", annotations);
        spec.Set("namespace", attributes.Namespace);
        return new JsonObject
        {
            { "kind", "ImageReview" },
            { "apiVersion", "imagepolicy.k8s.io/v1alpha1" },
            { "metadata", new JsonObject { { "creationTimestamp", JsonNull.Instance } } },
            { "spec", spec },
            { "status", new JsonObject { { "allowed", false } } },
        };
    }
}
