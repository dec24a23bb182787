using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources;

/// <summary>The warning that the name of a new workload will end up in host names.</summary>
internal static class PodNameWarning
{
    public static void Add(WriteContext context, JsonObject document)
    {
        var faults = StringValidators.Dns1123Label(new Metadata(document).Name);
        if (faults.Length == 0) return;
        context.AddWarning(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; "
                + $"a DNS label is recommended: [{string.Join(' ', faults)}]");
    }
}
