using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Autoscalers: version 2 is stored; version 1 knows one metric, the use of CPU.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/</remarks>
internal sealed class HorizontalPodAutoscalerStrategy : ResourceStrategy
{
    public override void Default(JsonObject document)
    {
        HorizontalPodAutoscalerDefaults.Apply(document);
        HorizontalPodAutoscalerVersions.Drop(document);
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => HorizontalPodAutoscalerValidation.Check(document, null, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        HorizontalPodAutoscalerValidation.Check(document, old, errors);

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        errors.NonNegative(FieldPath.Status.Child("currentReplicas"), document.Find("status", "currentReplicas"));
        errors.NonNegative(FieldPath.Status.Child("desiredReplicas"), document.Find("status", "desiredReplicas"));
    }

    public override JsonObject Convert(JsonObject document, string apiVersion)
    {
        if (document.GetString("apiVersion") == apiVersion) return document;
        if (apiVersion == "autoscaling/v1") HorizontalPodAutoscalerVersions.ToFirst(document);
        else if (document.GetString("apiVersion") == "autoscaling/v1") HorizontalPodAutoscalerVersions.FromFirst(document);
        return base.Convert(document, apiVersion);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => HorizontalPodAutoscalerRow.Print(row, document);
}
