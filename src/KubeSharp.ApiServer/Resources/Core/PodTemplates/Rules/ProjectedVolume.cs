using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>A volume made of several sources.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/projected-volumes/</remarks>
internal static class ProjectedVolume
{
    // Sources that are switched off are gone before anything is checked (DisabledFields).
    private static readonly string[] Kinds = ["secret", "configMap", "downwardAPI", "serviceAccountToken"];

    /// <summary>Checks the sources, and that no two write the same file.</summary>
    public static void Check(FieldCheck volume)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in volume.Items("sources"))
        {
            var count = 0;
            foreach (var kind in Kinds)
            {
                if (source.Child(kind) is not { } found) continue;
                count++;
                Source(volume, found, kind, paths);
            }

            if (count > 1) source.Errors.Add(FieldError.Forbidden(source.Path, "may not specify more than 1 volume type per source"));
        }
    }

    private static void Source(FieldCheck volume, FieldCheck source, string kind, HashSet<string> paths)
    {
        switch (kind)
        {
            case "secret" or "configMap":
                source.Require("name");
                VolumeFiles.Keys(source);
                break;
            case "downwardAPI":
                foreach (var file in source.Items("items")) VolumeFiles.Downward(file, source.Path);
                break;
            default:
                Token(volume, source);
                return;
        }

        foreach (var item in source.Items("items"))
        {
            var path = item.Text("path");
            if (path.Length > 0 && !paths.Add(path))
                volume.Errors.Add(FieldError.Invalid(volume.Path, kind == "downwardAPI" ? path : source.Text("name"), "conflicting duplicate paths"));
        }
    }

    private static void Token(FieldCheck volume, FieldCheck source)
    {
        if (source.Number("expirationSeconds") is < 600) source.Invalid("expirationSeconds", "may not specify a duration less than 10 minutes");
        else if (source.Number("expirationSeconds") is > 1L << 32) source.Invalid("expirationSeconds", "may not specify a duration larger than 2^32 seconds");
        var path = source.Text("path");
        if (path.Length == 0) volume.Errors.Add(FieldError.Required(volume.At("path")));
        else PathRules.DescendingNotReserved(path, volume.At("path"), volume.Errors);
    }
}
