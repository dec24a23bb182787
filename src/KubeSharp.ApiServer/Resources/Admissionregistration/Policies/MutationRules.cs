using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Policies;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What one mutation of a mutating admission policy may say: a patch of the type that it names, and of no other.</summary>
internal static class MutationRules
{
    private const string Configuration = "ApplyConfiguration";
    private const string Patch = "JSONPatch";

    public static void Check(JsonObject mutation, PolicyExpressions expressions, FieldPath path, ErrorList errors)
    {
        switch (mutation.GetString("patchType") ?? "")
        {
            case "":
                errors.Add(FieldError.Required(path.Child("patchType")));
                break;
            case Configuration:
                CheckForm(mutation, "applyConfiguration", "jsonPatch", Configuration, expressions, path, errors);
                break;
            case Patch:
                CheckForm(mutation, "jsonPatch", "applyConfiguration", Patch, expressions, path, errors);
                break;
            case var other:
                errors.Add(FieldError.NotSupported(path.Child("patchType"), other, Configuration, Patch));
                break;
        }
    }

    private static void CheckForm(
        JsonObject mutation, string member, string foreign, string type, PolicyExpressions expressions, FieldPath path, ErrorList errors)
    {
        if (mutation.GetObject(member) is not { } form)
        {
            errors.Add(FieldError.Required(path.Child(member), $"must be specified when patchType is {type}"));
        }
        else
        {
            var at = path.Child(member).Child("expression");
            var expression = (form.GetString("expression") ?? "").Trim();
            if (expression.Length == 0)
            {
                errors.Add(FieldError.Required(at));
            }
            else
            {
                var compiled = expressions.Full.Compile(expression);
                ExpressionRules.Check(compiled, expression, at, errors);
                if (MutationExpressions.WrongType(compiled, type == Configuration) is { } wrong) errors.Add(FieldError.Invalid(at, expression, wrong));
            }
        }

        if (mutation.GetObject(foreign) is not null)
            errors.Add(FieldError.Invalid(path.Child(foreign), $"{{{foreign}}}", $"must not be specified when patchType is {type}"));
    }
}
