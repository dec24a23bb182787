namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Security profiles that are given twice, in a field and in the annotation that came before it.</summary>
internal static class ProfileAnnotations
{
    /// <summary>Faults a field that says something else than the annotation.</summary>
    /// <param name="profile">The field.</param>
    /// <param name="annotation">The annotation.</param>
    /// <param name="what">What the profile is for, as messages have it.</param>
    /// <param name="local">How an annotation begins that names a profile on the node.</param>
    public static void Match(FieldCheck profile, string annotation, string what, string local)
    {
        var same = profile.Text("type") switch
        {
            "Unconfined" => annotation == "unconfined",
            "RuntimeDefault" => annotation == "runtime/default" || (what == "seccomp" && annotation == "docker/default"),
            "Localhost" => annotation.StartsWith(local, StringComparison.Ordinal),
            _ => true,
        };
        if (!same) profile.Forbid("type", $"{what} type in annotation and field must match");
        else if (profile.Text("type") == "Localhost" && annotation[local.Length..] != profile.Text("localhostProfile"))
            profile.Forbid("localhostProfile", $"{what} profile in annotation and field must match");
    }
}
