using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Annotations of pods that mean something to the cluster.</summary>
internal static class PodAnnotationRules
{
    /// <summary>Marks the pod that stands for one which a node runs by itself.</summary>
    public const string Mirror = "kubernetes.io/config.mirror";

    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Tolerations = "scheduler.alpha.kubernetes.io/tolerations";
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";
    private const string Local = "localhost/";

    /// <summary>Checks them.</summary>
    /// <param name="annotations">The annotations.</param>
    /// <param name="spec">The pod they are for.</param>
    /// <param name="allowInvalidCost">Whether a deletion cost that is no number is let pass, as what is stored already has one.</param>
    public static void Check(FieldCheck annotations, FieldCheck spec, bool allowInvalidCost = false)
    {
        if (annotations.Value.Count == 0) return;
        var errors = annotations.Errors;
        if (annotations.Value.GetString(Mirror) is { } mirror && spec.Text("nodeName").Length == 0)
            errors.Add(FieldError.Invalid(annotations.Path.Key(Mirror), mirror, "must set spec.nodeName if mirror pod annotation is set"));
        if (annotations.Text(Tolerations).Length > 0) OldTolerations(annotations);
        if (!allowInvalidCost && !HasSoundCost(annotations.Value))
            errors.Add(FieldError.Invalid(annotations.Path.Key(DeletionCost), annotations.Text(DeletionCost), "must be a 32bit integer"));
        foreach (var (key, value) in annotations.Value)
        {
            if (key == Seccomp || key.StartsWith(ContainerSeccomp, StringComparison.Ordinal)) Profile((value as JsonString)?.Value ?? "", annotations.At(key), errors);
        }

        AppArmorAnnotations.Check(annotations, spec);
    }

    /// <summary>Faults profiles that fields and annotations of a new pod or of a template name differently.</summary>
    public static void Match(FieldCheck annotations, FieldCheck spec)
    {
        if (annotations.Value.Count == 0) return;
        if (annotations.Value.GetString(Seccomp) is { } ofPod && spec.Child("securityContext")?.Child("seccompProfile") is { } profile)
            ProfileAnnotations.Match(profile, ofPod, "seccomp", Local);
        foreach (var container in PodContainers.All(spec))
        {
            if (annotations.Value.GetString(ContainerSeccomp + container.Text("name")) is not { } annotation) continue;
            if (container.Child("securityContext")?.Child("seccompProfile") is { } own) ProfileAnnotations.Match(own, annotation, "seccomp", Local);
        }

        AppArmorAnnotations.Match(annotations, spec);
    }

    /// <summary>Faults annotations that may not come, go or change once the pod is there.</summary>
    public static void CheckUpdate(FieldCheck annotations, JsonObject before, FieldCheck spec)
    {
        foreach (var (key, value) in before)
        {
            if (annotations.Value[key] is { } now && JsonValue.DeepEquals(now, value)) continue;
            if (key.StartsWith(AppArmorAnnotations.Prefix, StringComparison.Ordinal))
                annotations.Errors.Add(FieldError.Forbidden(annotations.Path.Key(key), "may not remove or update AppArmor annotations"));
            if (key == Mirror) annotations.Errors.Add(FieldError.Forbidden(annotations.Path.Key(key), "may not remove or update mirror pod annotation"));
        }

        foreach (var (key, _) in annotations.Value)
        {
            if (before.Contains(key)) continue;
            if (key.StartsWith(AppArmorAnnotations.Prefix, StringComparison.Ordinal))
                annotations.Errors.Add(FieldError.Forbidden(annotations.Path.Key(key), "may not add AppArmor annotations"));
            if (key == Mirror) annotations.Errors.Add(FieldError.Forbidden(annotations.Path.Key(key), "may not add mirror pod annotation"));
        }

        Check(annotations, spec, allowInvalidCost: !HasSoundCost(before));
    }

    /// <summary>Whether the cost of deleting a pod, if there is one, is a number.</summary>
    public static bool HasSoundCost(JsonObject annotations)
    {
        if (annotations.GetString(DeletionCost) is not { } cost) return true;
        var first = cost.Length == 0 ? ' ' : cost[0];
        return (first is '-' or (>= '1' and <= '9') || cost == "0") && int.TryParse(cost, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    private static void OldTolerations(FieldCheck annotations)
    {
        JsonValue parsed;
        try
        {
            parsed = JsonParser.Parse(Encoding.UTF8.GetBytes(annotations.Text(Tolerations)));
        }
        catch (JsonSyntaxException fault)
        {
            annotations.Errors.Add(FieldError.Invalid(annotations.Path, Tolerations, fault.Message));
            return;
        }

        foreach (var toleration in new FieldCheck(new JsonObject { { Tolerations, parsed } }, annotations.Path, annotations.Errors).Items(Tolerations))
            SchedulingRules.Toleration(toleration);
    }

    private static void Profile(string profile, FieldPath at, ErrorList errors)
    {
        if (profile is "runtime/default" or "docker/default" or "unconfined") return;
        if (profile.StartsWith(Local, StringComparison.Ordinal)) PathRules.Descending(profile[Local.Length..], at, errors);
        else errors.Add(FieldError.Invalid(at, profile, "must be a valid seccomp profile"));
    }
}
