using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>References to fields of the pod and to resources of its containers: in environment variables and in files.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/downward-api/</remarks>
internal static class FieldReferenceRules
{
    private const string Units = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";

    private static readonly string[] InEnvironment =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ];

    private static readonly string[] InFiles = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.restartPolicy",
        "spec.serviceAccountName", "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    };

    private static readonly string[] Resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    private static readonly HashSet<string> UnitTexts = new(Units.Split(", "), StringComparer.Ordinal);

    /// <summary>Checks a <c>fieldRef</c>.</summary>
    public static void Field(FieldCheck reference, bool inFile)
    {
        if (!reference.Require("apiVersion") || !reference.Require("fieldPath")) return;
        var path = reference.Text("fieldPath");
        var (name, key) = Subscript(path);
        var problem = Problem(reference.Text("apiVersion"), path, name, key);
        if (problem.Length > 0)
        {
            reference.Invalid("fieldPath", "error converting fieldPath: " + problem);
            return;
        }

        if (key is not null)
        {
            // Annotations are forgiven upper case; what is shown then is what was looked at.
            if (name == "metadata.annotations") key = key.ToLowerInvariant();
            reference.Errors.AddInvalid(reference.Path, key, StringValidators.QualifiedName(key));
            return;
        }

        if (name == "spec.host") name = "spec.nodeName";
        var supported = inFile ? InFiles : InEnvironment;
        if (!supported.Contains(name)) reference.Errors.Add(FieldError.NotSupported(reference.At("fieldPath"), name, supported));
    }

    /// <summary>Checks a <c>resourceFieldRef</c>.</summary>
    public static void Resource(FieldCheck reference, bool inFile)
    {
        var resource = reference.Text("resource");
        var huge = resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);
        var known = huge || Resources.Contains(resource);
        if ((!inFile || reference.Require("containerName")) && reference.Require("resource") && !known)
            reference.Errors.Add(FieldError.NotSupported(reference.At("resource"), resource, Resources));
        if (!known) return;
        if (QuantityRules.Read(reference.Value["divisor"]) is not { IsZero: false } divisor) return;
        var cpu = resource.EndsWith(".cpu", StringComparison.Ordinal);
        if (cpu ? divisor.ToString() is "1m" or "1" : UnitTexts.Contains(divisor.ToString())) return;
        var what = cpu ? "cpu" : huge ? "hugepages" : resource.EndsWith(".memory", StringComparison.Ordinal) ? "memory" : "local ephemeral storage";
        reference.Errors.Add(FieldError.Invalid(
            reference.At("divisor"), resource, $"only divisor's values {(cpu ? "1m and 1" : Units)} are supported with the {what} resource"));
    }

    private static string Problem(string version, string path, string name, string? key)
    {
        if (version != "v1") return "unsupported pod version: " + version;
        if (key is not null) return name is "metadata.annotations" or "metadata.labels" ? "" : "field label does not support subscript: " + path;
        return name == "spec.host" || Known.Contains(name) ? "" : "field label not supported: " + path;
    }

    private static (string Name, string? Key) Subscript(string path)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        return open > 0 && path.EndsWith("']", StringComparison.Ordinal) && path.Length >= open + 4 ? (path[..open], path[(open + 2)..^2]) : (path, null);
    }
}
