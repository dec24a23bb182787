using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
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

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) =>
        ValidateSpec(new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors), document);

    /// <summary>Finds what is wrong with the specification, on creation and on update.</summary>
    protected abstract void ValidateSpec(FieldCheck spec, JsonObject document);

    /// <summary>The kind's own defaults.</summary>
    protected abstract void DefaultSpec(JsonObject document, JsonObject spec);
}
