using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>What mutating policies say: an object made of <c>Object{...}</c>, or a list of <c>JSONPatch{...}</c>.</summary>
internal static class MutationExpressions
{
    /// <summary>What is wrong with the type of the result, or null.</summary>
    public static string? WrongType(CelCompilation compiled, bool applies)
    {
        var expected = applies ? "Object" : "list(JSONPatch)";
        var actual = compiled.Program?.OutputType.ToString();
        return actual is null || actual == expected ? null : $"must evaluate to {expected} but got {actual}";
    }
}
