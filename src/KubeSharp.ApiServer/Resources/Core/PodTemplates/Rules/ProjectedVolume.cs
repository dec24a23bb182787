using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>A volume made of several sources.</summary>
internal static class ProjectedVolume
{
    /// <summary>Checks the sources, and that no two write the same file.</summary>
    public static void Check(FieldCheck volume)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in volume.Items("sources"))
        {
            var count = 0;
            foreach (var kind in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"])
            {
                if (source.Child(kind) is not { } found) continue;
                if (count++ > 0) source.Forbid(kind, "may not specify more than 1 volume type per source");
                else Source(volume, found, kind, paths);
            }
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
            case "serviceAccountToken":
                if (source.Number("expirationSeconds") is < 600) source.Invalid("expirationSeconds", "may not specify a duration less than 10 minutes");
                else if (source.Number("expirationSeconds") is > 1L << 32) source.Invalid("expirationSeconds", "may not specify a duration larger than 2^32 seconds");
                Path(source, "path", true);
                break;
            case "clusterTrustBundle":
                Path(source, "path", true);
                break;
            default:
                foreach (var name in (ReadOnlySpan<string>)["credentialBundlePath", "keyPath", "certificateChainPath"]) Path(source, name, false);
                break;
        }

        foreach (var item in source.Items("items")) Unique(volume, source.Text("name"), item.Text("path"), paths);
        if (source.Text("path").Length > 0) Unique(volume, "", source.Text("path"), paths);
    }

    private static void Path(FieldCheck source, string name, bool required)
    {
        var path = source.Text(name);
        if (path.Length > 0) PathRules.DescendingNotReserved(path, source.At(name), source.Errors);
        else if (required) source.Errors.Add(FieldError.Required(source.At(name)));
    }

    private static void Unique(FieldCheck volume, string owner, string path, HashSet<string> paths)
    {
        if (path.Length > 0 && !paths.Add(path)) volume.Errors.Add(FieldError.Invalid(volume.Path, owner.Length > 0 ? owner : path, "conflicting duplicate paths"));
    }
}
