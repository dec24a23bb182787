using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Namespaces;

/// <summary>Checks of namespaces: whose the finalizers of their content are.</summary>
internal static class NamespaceValidation
{
    public static void Check(JsonObject document, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("finalizers");
        foreach (var (_, finalizer) in document.FindArray("spec", "finalizers").Texts())
        {
            errors.AddInvalid(path, finalizer, StringValidators.QualifiedName(finalizer));
            if (!finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("kubernetes" or "orphan" or "foregroundDeletion"))
                errors.Add(FieldError.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
        }
    }
}
