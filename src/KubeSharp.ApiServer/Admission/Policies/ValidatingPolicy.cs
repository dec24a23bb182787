using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A ValidatingAdmissionPolicy, ready to be evaluated. Immutable.</summary>
internal sealed class ValidatingPolicy : AdmissionPolicy
{
    private readonly JsonObject spec;
    private readonly Lazy<PolicyValidation[]> validations;
    private readonly Lazy<PolicyAnnotation[]> annotations;

    /// <summary>Reads a policy.</summary>
    public ValidatingPolicy(string name, JsonObject document)
        : base(name, document)
    {
        spec = document.GetObject("spec") ?? [];
        validations = new(() => [.. (spec.GetArray("validations") ?? []).OfType<JsonObject>().Select(Validation)]);
        annotations = new(() => [.. (spec.GetArray("auditAnnotations") ?? []).OfType<JsonObject>().Select(Annotation)]);
    }

    /// <summary>What must hold.</summary>
    public IReadOnlyList<PolicyValidation> Validations => validations.Value;

    /// <summary>What is noted in the audit log.</summary>
    public IReadOnlyList<PolicyAnnotation> Annotations => annotations.Value;

    /// <inheritdoc/>
    protected override bool MutationTypes => false;

    private PolicyValidation Validation(JsonObject validation)
    {
        var expression = validation.GetString("expression") ?? "";
        var message = validation.GetString("messageExpression") ?? "";
        return new PolicyValidation(
            expression,
            Expressions.Full.Compile(expression, CelType.Bool),
            validation.GetString("message") ?? "",
            message.Trim().Length == 0 ? null : Expressions.Messages.Compile(message, CelType.String),
            validation.GetString("reason") ?? "");
    }

    private PolicyAnnotation Annotation(JsonObject annotation)
    {
        var expression = annotation.GetString("valueExpression") ?? "";
        return new PolicyAnnotation(annotation.GetString("key") ?? "", expression, Expressions.Full.Compile(expression, CelType.String, CelType.Null));
    }
}
