using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Access to devices that others use is for namespaces whose label says so.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access</remarks>
internal static class AdminAccess
{
    private const string Label = "resource.kubernetes.io/admin-access";

    /// <summary>Checks the first request that wants it.</summary>
    public static void CheckRequests(IObjectLister objects, string ns, JsonArray? requests, ErrorList errors) =>
        Check(objects, ns, First(requests, request => request.GetObject("exactly")), FieldPath.Spec.Child("devices", "requests"), errors);

    /// <summary>Checks the first device that was given with it, unless it had been before.</summary>
    public static void CheckResults(IObjectLister objects, string ns, JsonArray? results, JsonArray? old, ErrorList errors)
    {
        if (First(old, result => result) < 0)
            Check(objects, ns, First(results, result => result), FieldPath.Status.Child("allocation", "devices").Child("results"), errors);
    }

    private static int First(JsonArray? list, Func<JsonObject, JsonObject?> inner)
    {
        foreach (var (index, item) in list.Items())
        {
            if (inner(item)?.GetBool("adminAccess") == true) return index;
        }

        return -1;
    }

    private static void Check(IObjectLister objects, string ns, int index, FieldPath list, ErrorList errors)
    {
        if (index < 0 || objects.Get("", "namespaces", "", ns)?.FindString("metadata", "labels", Label) == "true") return;
        errors.Add(FieldError.Forbidden(
            list.Index(index).Child("adminAccess"),
            $"admin access to devices requires the `{Label}: true` label on the containing namespace"));
    }
}
