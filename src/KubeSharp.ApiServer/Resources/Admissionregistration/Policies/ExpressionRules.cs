using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>Faults of expressions, worded as upstream words them.</summary>
internal static class ExpressionRules
{
    /// <summary>Adds what is wrong with an expression.</summary>
    /// <param name="compiled">What became of it.</param>
    /// <param name="expression">Its text.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">Where faults go.</param>
    public static void Check(CelCompilation compiled, string expression, FieldPath path, ErrorList errors)
    {
        if (compiled.Succeeded) return;
        errors.Add(FieldError.Invalid(path, expression, compiled.IsWrongResultType ? compiled.ErrorText : $"compilation failed: {compiled.ErrorText}"));
    }
}
