using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The rules for paths of files.</summary>
internal static class PathRules
{
    /// <summary>A path may not lead upwards.</summary>
    public static void NoBacksteps(string path, FieldPath at, ErrorList errors)
    {
        if (path.Split('/').Contains("..")) errors.Add(FieldError.Invalid(at, path, "must not contain '..'"));
    }

    /// <summary>A path below some folder.</summary>
    public static void Descending(string path, FieldPath at, ErrorList errors)
    {
        if (path.StartsWith('/')) errors.Add(FieldError.Invalid(at, path, "must be a relative path"));
        NoBacksteps(path, at, errors);
    }

    /// <summary>A path below some folder whose names that start with two dots are taken.</summary>
    public static void DescendingNotReserved(string path, FieldPath at, ErrorList errors)
    {
        Descending(path, at, errors);
        if (path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(at, path, "must not start with '..'"));
    }
}
