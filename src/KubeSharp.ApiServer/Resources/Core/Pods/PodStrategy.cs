using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Pods.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/</remarks>
internal sealed class PodStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override bool TracksGeneration => true;

    public override bool AnswersDeletionWithObject => true;

    public override IReadOnlyList<string> SelectableFields { get; } =
    [
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
        "status.podIPs", "status.nominatedNodeName",
    ];

    public override IndexedField IndexedField { get; } = new("spec.nodeName");

    // What spec.nodeName was called in the beginning may still be asked for.
    public override bool CanSelect(string group, string field) => field == "spec.host" || base.CanSelect(group, field);

    public override string SelectableField(JsonObject document, string field) => field switch
    {
        "spec.host" => base.SelectableField(document, "spec.nodeName"),
        "spec.hostNetwork" => document.GetObject("spec")?.GetBool("hostNetwork") == true ? "true" : "false",
        // May be asked for, but no pod has it: upstream knows the name only.
        "status.podIPs" => "",
        _ => base.SelectableField(document, field),
    };

    public override void Default(JsonObject document)
    {
        OldInitContainers.Drop(document);
        var spec = document.GetOrAddObject("spec");
        PodSpecDefaults.Apply(spec);
        PodSpecDefaults.ApplyToPod(spec);
        PodResources.RequestWhatIsLimited(spec);
        PodStatusForm.Align(document.GetObject("status"));
    }

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        DisabledFields.Drop(spec);
        var status = new JsonObject { { "phase", "Pending" }, { "qosClass", PodResources.QosClass(spec) } };
        if (spec.GetArray("schedulingGates") is { Count: > 0 })
        {
            status.Set("conditions", new JsonArray
            {
                new JsonObject
                {
                    { "type", "PodScheduled" },
                    { "status", "False" },
                    { "lastProbeTime", JsonNull.Instance },
                    { "lastTransitionTime", Timestamps.Now(context.Time) },
                    { "reason", "SchedulingGated" },
                    { "message", "Scheduling is blocked due to non-empty scheduling gates" },
                },
            });
        }

        document.Set("status", status);
        LabelKeyMerging.Apply(document);
        AppArmorAnnotations.Apply(document, context.AddWarning);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        if (context.Subresource == "binding") return;
        document.CopyMember("status", old);
        if (context.Subresource is "ephemeralcontainers" or "resize") KeepAllBut(context.Subresource, document, old);
        DisabledFields.Drop(document.GetObject("spec"));
    }

    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        // Whoever writes a status cannot make the pod somebody else's, nor take it out of its class.
        var metadata = new Metadata(document);
        metadata.Put("ownerReferences", old.Find("metadata", "ownerReferences")?.DeepClone());
        var status = document.GetOrAddObject("status");
        if (string.IsNullOrEmpty(status.GetString("qosClass")) && old.FindString("status", "qosClass") is { } qos) status.Set("qosClass", new JsonString(qos));
        PodStatusForm.KeepObserved(status, old.GetObject("status") ?? new JsonObject());
        DisabledFields.DropFromStatus(status, old.GetObject("status"));
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var spec = Spec(document, errors);
        var annotations = Annotations(document, errors);
        PodAnnotationRules.Check(annotations, spec);
        CheckSpec(context, spec, document);
        if (spec.Items("ephemeralContainers").Count > 0) spec.Forbid("ephemeralContainers", "cannot be set on create");
        if (spec.Text("nodeName").Length > 0 && spec.Items("schedulingGates").Count > 0)
            spec.Forbid("nodeName", "cannot be set until all schedulingGates have been cleared");
        PodAnnotationRules.Match(annotations, spec);
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        if (context.Subresource == "binding") return;
        // Pods that were stored before a rule was made must still be changeable: only what changed is looked at anew.
        var spec = Spec(document, errors);
        if (!JsonValue.DeepEquals(spec.Value, old["spec"])) CheckSpec(context, spec, document);
        CheckAnnotations(document, old, errors, spec, asPod: true);
        if (context.Subresource == "ephemeralcontainers") EphemeralContainerRules.Check(document, old, errors);
        else if (context.Subresource == "resize") PodResizeRules.Check(document, old, errors);
        else PodUpdateRules.Check(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        CheckAnnotations(document, old, errors, Spec(document, errors), asPod: false);
        PodStatusRules.Check(
            new FieldCheck(document.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors),
            old.GetObject("status") ?? new JsonObject(),
            old.GetObject("spec") ?? new JsonObject());
    }

    // Updates of pods are for machines, and frequent: nobody would read the warnings.
    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (context.Subresource == "status") PodWarnings.OfStatus(document.GetObject("status"), context.AddWarning);
        if (old is not null) return;
        PodWarnings.OfName(new Metadata(document).Name, context.AddWarning);
        PodWarnings.OfPod(document, context.AddWarning);
    }

    public override long? GracePeriod(JsonObject document, long? requested)
    {
        // Nobody runs it, or not any more: there is nothing to wait for.
        if (document.FindString("spec", "nodeName") is null or "" || document.FindString("status", "phase") is "Failed" or "Succeeded") return 0;
        var period = requested ?? document.GetObject("spec")?.GetInt64("terminationGracePeriodSeconds") ?? 0;
        return period < 0 ? 1 : period;
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PodRow.Print(row, document);

    private static FieldCheck Spec(JsonObject document, ErrorList errors) => new(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);

    private static FieldCheck Annotations(JsonObject document, ErrorList errors) =>
        new(new Metadata(document).Annotations ?? new JsonObject(), FieldPath.Metadata.Child("annotations"), errors);

    private static void CheckSpec(WriteContext context, FieldCheck spec, JsonObject document)
    {
        PodSpecRules.Check(spec, new Metadata(document).Name);
        if (!context.AllowPrivileged) PrivilegeRules.Check(spec);
        OnlyPodRules.Check(spec);
    }

    // Looked at once as part of the pod, if that is looked at, and once as what was changed: faults are told twice.
    private static void CheckAnnotations(JsonObject document, JsonObject old, ErrorList errors, FieldCheck spec, bool asPod)
    {
        var (now, before) = (Annotations(document, errors), new Metadata(old).Annotations ?? new JsonObject());
        if (JsonValue.DeepEquals(now.Value, before)) return;
        if (asPod) PodAnnotationRules.Check(now, spec, allowInvalidCost: !PodAnnotationRules.HasSoundCost(before));
        PodAnnotationRules.CheckUpdate(now, before, spec);
    }

    // These subresources change one thing only; all else in the request is passed over, labels and annotations too.
    private static void KeepAllBut(string subresource, JsonObject document, JsonObject old)
    {
        var wanted = document.GetObject("spec") ?? new JsonObject();
        document.CopyMember("spec", old);
        var spec = document.GetOrAddObject("spec");
        if (subresource == "resize") PodResize.Apply(spec, wanted);
        else spec.CopyMember("ephemeralContainers", wanted);
        foreach (var name in (ReadOnlySpan<string>)["labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (old.GetObject("metadata") is { } metadata) document.GetObject("metadata")?.CopyMember(name, metadata);
        }
    }
}
