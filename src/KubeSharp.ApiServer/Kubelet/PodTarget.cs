using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>The pod, node and container that a streaming request is about.</summary>
internal static class PodTarget
{
    /// <summary>The pod that the path names.</summary>
    public static async ValueTask<Result<JsonObject>> FindAsync(ResourceRequest request)
    {
        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Key, null, request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        return answer.Value.Object is { } found ? found.Document : StatusError.NotFound(request.GroupResource, request.Name);
    }

    /// <summary>The container that is asked for, or the only one there is.</summary>
    public static Result<string> Container(JsonObject pod, string podName, string asked)
    {
        var containers = Names(pod, "containers");
        var initial = Names(pod, "initContainers");
        var debugging = Names(pod, "ephemeralContainers");
        if (asked.Length > 0)
        {
            if (containers.Contains(asked) || initial.Contains(asked) || debugging.Contains(asked)) return asked;
            return StatusError.BadRequest($"container {asked} is not valid for pod {podName}");
        }

        if (containers.Count == 1) return containers[0];
        if (containers.Count == 0) return StatusError.BadRequest($"a container name must be specified for pod {podName}");
        var choice = $"a container name must be specified for pod {podName}, choose one of: [{string.Join(' ', containers)}]";
        if (initial.Count > 0) choice += $" or one of the init containers: [{string.Join(' ', initial)}]";
        return StatusError.BadRequest(choice);
    }

    private static List<string> Names(JsonObject pod, string list)
    {
        var names = new List<string>();
        foreach (var item in pod.FindArray("spec", list) ?? [])
        {
            if (item is JsonObject container && container.GetString("name") is { } name) names.Add(name);
        }

        return names;
    }
}
