using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Pods.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/</remarks>
internal sealed class PodStrategy : ResourceStrategy
{
    public override bool TracksGeneration => true;

    public override bool AnswersDeletionWithObject => true;

    public override IReadOnlyList<string> SelectableFields { get; } =
    [
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
        "status.podIPs", "status.nominatedNodeName",
    ];

    public override IndexedField IndexedField { get; } = new("spec.nodeName");

    public override string SelectableField(JsonObject document, string field) => field switch
    {
        "spec.hostNetwork" => document.GetObject("spec")?.GetBool("hostNetwork") == true ? "true" : "false",
        "status.podIPs" => (document.FindArray("status", "podIPs") is { Count: > 0 } addresses ? addresses[0].FindString("ip") : null) ?? "",
        _ => base.SelectableField(document, field),
    };

    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        PodSpecDefaults.Apply(spec);
        spec.SetDefault("enableServiceLinks", true);
        // The old name of the service account stays alongside the new one.
        if (spec.GetString("serviceAccountName") is { Length: > 0 } account) spec.Set("serviceAccount", new JsonString(account));
        else if (spec.GetString("serviceAccount") is { Length: > 0 } old) spec.Set("serviceAccountName", new JsonString(old));
        PodResources.RequestWhatIsLimited(spec);
    }

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        var status = new JsonObject { { "phase", "Pending" }, { "qosClass", PodResources.QosClass(document.GetObject("spec")!) } };
        if (document.FindArray("spec", "schedulingGates") is { Count: > 0 })
        {
            status.Set("conditions", new JsonArray
            {
                new JsonObject
                {
                    { "type", "PodScheduled" },
                    { "status", "False" },
                    { "lastProbeTime", JsonNull.Instance },
                    { "lastTransitionTime", JsonNull.Instance },
                    { "reason", "SchedulingGated" },
                    { "message", "Scheduling is blocked due to non-empty scheduling gates" },
                },
            });
        }

        document.Set("status", status);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        if (context.Subresource == "binding") return;
        document.CopyMember("status", old);
        if (context.Subresource is not ("ephemeralcontainers" or "resize")) return;
        var wanted = document.GetObject("spec");
        document.CopyMember("spec", old);
        var spec = document.GetOrAddObject("spec");
        if (wanted is null) return;
        if (context.Subresource == "ephemeralcontainers") spec.CopyMember("ephemeralContainers", wanted);
        else PodResources.Resize(spec, wanted);
    }

    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        // Whoever writes a status cannot make the pod somebody else's, nor move it to another class.
        var metadata = new Metadata(document);
        metadata.Put("ownerReferences", old.Find("metadata", "ownerReferences")?.DeepClone());
        if (document.GetObject("status") is { } status && old.FindString("status", "qosClass") is { } qos) status.Set("qosClass", new JsonString(qos));
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var spec = Spec(document, errors);
        PodSpecRules.Check(spec);
        if (spec.Items("ephemeralContainers").Count > 0) spec.Forbid("ephemeralContainers", "cannot be set on create");
        if (spec.Text("nodeName").Length > 0 && spec.Items("schedulingGates").Count > 0)
            spec.Forbid("nodeName", "cannot be set until all schedulingGates have been cleared");
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        if (context.Subresource == "binding") return;
        // Pods that were stored before a rule was made must still be changeable: only what changed is looked at anew.
        if (!JsonValue.DeepEquals(document["spec"], old["spec"])) PodSpecRules.Check(Spec(document, errors));
        if (context.Subresource == "ephemeralcontainers") EphemeralContainerRules.Check(document, old, errors);
        else if (context.Subresource != "resize") PodUpdateRules.Check(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        PodStatusRules.Check(new FieldCheck(document.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors));

    public override long? GracePeriod(JsonObject document, long? requested)
    {
        var period = requested ?? document.GetObject("spec")?.GetInt64("terminationGracePeriodSeconds") ?? 30;
        // Nobody runs it, or not any more: there is nothing to wait for.
        if (document.FindString("spec", "nodeName") is null or "" || document.FindString("status", "phase") is "Failed" or "Succeeded") return 0;
        return period < 0 ? 1 : period;
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PodRow.Print(row, document);

    private static FieldCheck Spec(JsonObject document, ErrorList errors) => new(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
}
