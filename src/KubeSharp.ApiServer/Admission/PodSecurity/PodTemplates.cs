using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>Finds the pod inside objects that make pods.</summary>
internal static class PodTemplates
{
    /// <summary>The template of a resource's object, or null if it has none.</summary>
    public static JsonObject? Find(string group, string resource, JsonObject document) => (group, resource) switch
    {
        ("", "podtemplates") => document.GetObject("template"),
        ("", "replicationcontrollers") => document.FindObject("spec", "template"),
        ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets") => document.FindObject("spec", "template"),
        ("batch", "jobs") => document.FindObject("spec", "template"),
        ("batch", "cronjobs") => document.FindObject("spec", "jobTemplate", "spec", "template"),
        _ => null,
    };
}
