using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

namespace KubeSharp.ApiServer.Resources;

/// <summary>What kinds with a pod template have in common: a generation, defaults of the template, warnings about it.</summary>
internal abstract class WorkloadStrategy : ResourceStrategy
{
    private static readonly FieldPath Template = FieldPath.Of("spec", "template");

    public override bool TracksGeneration => true;

    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        PodSpecDefaults.ApplyToTemplate(spec.GetObject("template"));
        DefaultSpec(document, spec);
    }

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        base.PrepareForCreate(context, document);
        DisabledFields.Drop(document.FindObject("spec", "template", "spec"));
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        DisabledFields.Drop(document.FindObject("spec", "template", "spec"));
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        ValidateSpec(spec, document);
        if (!context.AllowPrivileged) PrivilegeRules.Check(spec.ChildOrEmpty("template").ChildOrEmpty("spec"));
    }

    // An update is warned of if it wants something new; nobody reads warnings about what was there before.
    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (old is not null && new Metadata(document).Generation == new Metadata(old).Generation) return;
        PodWarnings.OfTemplate(document.FindObject("spec", "template"), Template, context.AddWarning);
    }

    /// <summary>Finds what is wrong with the specification, on creation and on update.</summary>
    protected abstract void ValidateSpec(FieldCheck spec, JsonObject document);

    /// <summary>The kind's own defaults.</summary>
    protected abstract void DefaultSpec(JsonObject document, JsonObject spec);
}
