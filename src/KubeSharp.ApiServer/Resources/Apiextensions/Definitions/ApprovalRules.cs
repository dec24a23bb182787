using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Groups of the Kubernetes community (*.k8s.io, *.kubernetes.io) need an annotation that says where they were approved.</summary>
/// <remarks>https://kubernetes.io/docs/reference/labels-annotations-taints/#api-approved-kubernetes-io</remarks>
internal static class ApprovalRules
{
    public const string Annotation = "api-approved.kubernetes.io";
    private const string See = "see https://github.com/kubernetes/enhancements/pull/1111";

    /// <summary>What the annotation says.</summary>
    public enum State
    {
        Missing,
        Invalid,
        Approved,
        Bypassed,
    }

    /// <summary>Checks the annotation, unless it says what it said before.</summary>
    public static void Check(JsonObject definition, JsonObject? old, ErrorList errors)
    {
        if (!IsProtected(definition.FindString("spec", "group") ?? "")) return;
        var (state, reason) = Read(definition);
        if (old is not null && Read(old).State == state) return;
        var at = FieldPath.Metadata.Child("annotations").Key(Annotation);
        if (state == State.Missing) errors.Add(FieldError.Required(at, reason));
        else if (state == State.Invalid) errors.Add(FieldError.Invalid(at, Value(definition), reason));
    }

    /// <summary>Whether a group belongs to the community.</summary>
    public static bool IsProtected(string group) =>
        group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    /// <summary>What the annotation of a definition says, and how to put it into words.</summary>
    public static (State State, string Reason) Read(JsonObject definition)
    {
        var value = Value(definition);
        if (value.Length == 0) return (State.Missing, $"protected groups must have approval annotation \"{Annotation}\", {See}");
        if (value.StartsWith("unapproved", StringComparison.Ordinal)) return (State.Bypassed, $"not approved: \"{value}\"");
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0) return (State.Approved, $"approved in {value}");
        return (State.Invalid, $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", {See}");
    }

    private static string Value(JsonObject definition) => new Metadata(definition).Json.FindString("annotations", Annotation) ?? "";
}
