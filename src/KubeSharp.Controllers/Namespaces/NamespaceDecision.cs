using System.Globalization;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// What the status of a namespace that is being deleted says about why it is still there.
/// See https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceStatus.
/// </summary>
internal static class NamespaceDecision
{
    public const string Finalizer = "kubernetes";

    public static NamespaceStatus Status(NamespaceStatus current, NamespaceContent content, DateTimeOffset now)
    {
        NamespaceStatus status = current.DeepCopy();
        status.Phase = "Terminating";
        Set(
            status,
            "NamespaceDeletionDiscoveryFailure",
            content.DiscoveryFailures.Count > 0,
            ("DiscoveryFailed", "Discovery failed for some groups, " + Failures(content.DiscoveryFailures)),
            ("ResourcesDiscovered", "All resources successfully discovered"),
            now);
        Set(
            status,
            "NamespaceDeletionGroupVersionParsingFailure",
            false,
            ("GroupVersionParsingFailed", ""),
            ("ParsedGroupVersions", "All legacy kube types successfully parsed"),
            now);
        Set(
            status,
            "NamespaceDeletionContentFailure",
            content.DeletionFailures.Count > 0,
            ("ContentDeletionFailed", "Failed to delete all resource types, " + Failures(content.DeletionFailures)),
            ("ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
            now);
        Set(
            status,
            "NamespaceContentRemaining",
            content.Remaining.Count > 0,
            ("SomeResourcesRemain", "Some resources are remaining: " + Join(content.Remaining, "has")),
            ("ContentRemoved", "All content successfully removed"),
            now);
        Set(
            status,
            "NamespaceFinalizersRemaining",
            content.Finalizers.Count > 0,
            ("SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: " + Join(content.Finalizers, "in")),
            ("ContentHasNoFinalizers", "All content-preserving finalizers finished"),
            now);
        return status;
    }

    private static void Set(
        NamespaceStatus status, string type, bool truth, (string Reason, string Message) bad, (string Reason, string Message) good, DateTimeOffset now)
    {
        (string reason, string message) = truth ? bad : good;
        string value = truth ? Truth.True : Truth.False;
        NamespaceCondition? current = status.Conditions?.Find(c => c.Type == type);
        if (current is null)
        {
            (status.Conditions ??= []).Add(
                new NamespaceCondition { Type = type, Status = value, Reason = reason, Message = message, LastTransitionTime = now });
            return;
        }

        if (current.Status != value) current.LastTransitionTime = now;
        current.Status = value;
        current.Reason = reason;
        current.Message = message;
    }

    private static string Failures(SortedDictionary<string, string> failures) =>
        string.Create(CultureInfo.InvariantCulture, $"{failures.Count} failing: ") + string.Join(", ", failures.Select(static f => f.Key + ": " + f.Value));

    private static string Join(SortedDictionary<string, int> counts, string verb) => string.Join(
        ", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {verb} {c.Value} resource instances")));
}
