using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Namespaces;

/// <summary>Checks of namespaces: whose the finalizers of their content are.</summary>
internal static class NamespaceValidation
{
    /// <param name="document">The namespace.</param>
    /// <param name="errors">Receives the faults.</param>
    /// <param name="numbered">Whether faults say which of the finalizers they are about.</param>
    public static void Check(JsonObject document, ErrorList errors, bool numbered = false)
    {
        foreach (var (index, finalizer) in document.FindArray("spec", "finalizers").Texts())
        {
            var path = FieldPath.Spec.Child("finalizers");
            if (numbered) path = path.Index(index);
            errors.AddInvalid(path, finalizer, StringValidators.QualifiedName(finalizer));
            if (!finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("kubernetes" or "orphan" or "foregroundDeletion"))
                errors.Add(FieldError.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
        }
    }
}
