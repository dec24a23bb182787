using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The rules for changing the resources of a pod that runs.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/#limitations</remarks>
internal static class PodResizeRules
{
    private const string Only = "only cpu and memory resources are mutable";
    private const string OnlyInitial = "only cpu and memory resources for init or sidecar containers are mutable";
    private const string NoRestart = "non-sidecar init containers with a resize policy of RestartContainer cannot be resized";

    /// <summary>Finds what may not change.</summary>
    public static void Check(JsonObject document, JsonObject old, ErrorList errors)
    {
        var before = old.GetObject("spec") ?? new JsonObject();
        if (old.FindObject("metadata", "annotations")?.Contains(PodAnnotationRules.Mirror) == true)
        {
            errors.Clear();
            errors.Add(FieldError.Forbidden(FieldPath.Of(""), "static pods cannot be resized"));
            return;
        }

        if (before.FindString("os", "name") == "windows")
        {
            errors.Clear();
            errors.Add(FieldError.Forbidden(FieldPath.Of(""), "windows pods cannot be resized"));
            return;
        }

        var found = new ErrorList();
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, found);
        var qos = old.FindString("status", "qosClass") is { Length: > 0 } stored ? stored : PodResources.QosClass(before);
        if (qos != PodResources.QosClass(spec.Value))
        {
            found.Add(FieldError.Invalid(spec.Path, document.FindString("status", "qosClass") ?? "", "Pod QOS Class may not change as a result of resizing"));
        }

        if (!IsSupported(old)) found.Add(FieldError.Forbidden(spec.Path, "Pod running on node without support for resize"));
        OfPod(spec, before);
        if (Order(spec, before)) Containers(spec, before);
        errors.AddRange(found);
    }

    // A node that knows about it reports the resources of containers that run.
    private static bool IsSupported(JsonObject pod)
    {
        foreach (var status in pod.FindArray("status", "containerStatuses") ?? [])
        {
            if (status.FindObject("state", "running") is not null) return status.FindObject("resources") is not null;
        }

        return true;
    }

    private static void OfPod(FieldCheck spec, JsonObject before)
    {
        var (now, old) = (spec.Value.GetObject("resources"), before.GetObject("resources"));
        if (now is null && old is null) return;
        if (now is null)
        {
            spec.Forbid("resources", "pod-level resources cannot be removed");
            return;
        }

        Removed(spec.ChildOrEmpty("resources"), old, "pod-level resource");
        if (!JsonValue.DeepEquals(WithoutComputing(now), WithoutComputing(old)))
            spec.Errors.Add(FieldError.Forbidden(spec.Path, "only cpu and memory resources are mutable at pod-level"));
    }

    private static bool Order(FieldCheck spec, JsonObject before)
    {
        var same = true;
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (now, old) = (spec.Items(list), before.GetArray(list) ?? []);
            if (now.Count != old.Count)
            {
                spec.Forbid(list, $"{list} may not be added or removed on resize");
                same = false;
                continue;
            }

            for (var i = 0; i < old.Count; i++)
            {
                if (now[i].Text("name") == old[i].FindString("name")) continue;
                now[i].Forbid("name", $"{list} may not be renamed or reordered on resize");
                same = false;
            }
        }

        return same;
    }

    private static void Containers(FieldCheck spec, JsonObject before)
    {
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            var now = spec.Items(list);
            for (var i = 0; i < now.Count; i++)
            {
                if (before.GetArray(list)![i] is not JsonObject old) continue;
                Removed(now[i].ChildOrEmpty("resources"), old.GetObject("resources"), "resource");
                if (list == "containers") Regular(spec, now[i], old);
                else Initial(now[i], old);
            }
        }
    }

    private static void Regular(FieldCheck spec, FieldCheck now, JsonObject old)
    {
        if (!IsSameOtherwise(now.Value, old)) spec.Errors.Add(FieldError.Forbidden(spec.Path, Only));
    }

    private static void Initial(FieldCheck now, JsonObject old)
    {
        if (!IsSameOtherwise(now.Value, old)) now.Errors.Add(FieldError.Forbidden(now.Path, OnlyInitial));
        if (now.Text("restartPolicy") == "Always" || JsonValue.DeepEquals(now.Value, old)) return;
        if (now.Items("resizePolicy").Any(policy => policy.Text("restartPolicy") == "RestartContainer")) now.Errors.Add(FieldError.Forbidden(now.Path, NoRestart));
    }

    private static void Removed(FieldCheck now, JsonObject? old, string what)
    {
        foreach (var member in (ReadOnlySpan<string>)["requests", "limits"])
        {
            foreach (var (name, _) in old?.GetObject(member) ?? [])
            {
                if (now.Value.GetObject(member)?.Contains(name) == true) continue;
                now.Forbid(member, $"{what} {member} cannot be removed");
                break;
            }
        }
    }

    private static bool IsSameOtherwise(JsonObject now, JsonObject old)
    {
        var (a, b) = (now.ShallowClone(), old.ShallowClone());
        a.Set("resources", WithoutComputing(now.GetObject("resources")));
        b.Set("resources", WithoutComputing(old.GetObject("resources")));
        return JsonValue.DeepEquals(InternalPodSpec.OfPart(a, "containers"), InternalPodSpec.OfPart(b, "containers"));
    }

    private static JsonObject WithoutComputing(JsonObject? resources)
    {
        var rest = resources?.Clone() ?? new JsonObject();
        foreach (var member in (ReadOnlySpan<string>)["requests", "limits"])
        {
            if (rest.GetObject(member) is not { } amounts) continue;
            amounts.Remove("cpu");
            amounts.Remove("memory");
            if (amounts.Count == 0) rest.Remove(member);
        }

        return rest;
    }
}
