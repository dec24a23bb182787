using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;

namespace KubeSharp.ApiServer.Resources;

/// <summary>What kinds with a pod template have in common: a generation, defaults of the template.</summary>
internal abstract class WorkloadStrategy : ResourceStrategy
{
    public override bool TracksGeneration => true;

    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        PodSpecDefaults.ApplyToTemplate(spec.GetObject("template"));
        DefaultSpec(document, spec);
    }

    /// <summary>The kind's own defaults.</summary>
    protected abstract void DefaultSpec(JsonObject document, JsonObject spec);
}
