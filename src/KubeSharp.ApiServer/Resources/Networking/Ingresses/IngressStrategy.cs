using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.Ingresses;

/// <summary>Ingresses.</summary>
internal sealed class IngressStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public override bool TracksGeneration => true;

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        IngressValidation.Check(document, null, errors);
        if (document.FindString("spec", "ingressClassName") is { } name && new Metadata(document).Annotation(ClassAnnotation) is { } annotation && annotation != name)
        {
            // The path is upstream's: an annotation as if it were a field.
            errors.Add(FieldError.Invalid(FieldPath.Of("annotations", ClassAnnotation), annotation, "must match `ingressClassName` when both are specified"));
        }
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => IngressValidation.Check(document, old, errors);

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        Core.Services.ServiceStatusValidation.Ingress(
            document.FindArray("status", "loadBalancer", "ingress"), old.FindArray("status", "loadBalancer", "ingress"), FieldPath.Status.Child("loadBalancer", "ingress"), false, errors);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (old is null && new Metadata(document).Annotation(ClassAnnotation) is not null)
            context.AddWarning($"annotation \"{ClassAnnotation}\" is deprecated, please use 'spec.ingressClassName' instead");
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => IngressRow.Print(row, document);
}
