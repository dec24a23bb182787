using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>PodTemplates.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/</remarks>
internal sealed class PodTemplateStrategy : ResourceStrategy
{
    private static readonly FieldPath Template = FieldPath.Of("template");

    public override bool TracksGeneration => true;

    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => PodSpecDefaults.ApplyToTemplate(document.GetObject("template"));

    public override void PrepareForCreate(WriteContext context, JsonObject document) => DisabledFields.Drop(document.FindObject("template", "spec"));

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old) =>
        DisabledFields.Drop(document.FindObject("template", "spec"));

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var template = new FieldCheck(document.GetObject("template") ?? new JsonObject(), Template, errors);
        PodTemplateRules.Check(template);
        if (!context.AllowPrivileged) PrivilegeRules.Check(template.ChildOrEmpty("spec"));
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (old is not null && new Metadata(document).Generation == new Metadata(old).Generation) return;
        PodWarnings.OfTemplate(document.GetObject("template"), Template, context.AddWarning);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PodTemplateRow.Print(row, document);
}
