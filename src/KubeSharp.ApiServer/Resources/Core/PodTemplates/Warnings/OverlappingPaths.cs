using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Files in one volume that get in each other's way: the same path twice, or a file where another needs a folder.</summary>
internal static class OverlappingPaths
{
    /// <summary>Warns of the volumes of a pod.</summary>
    public static void Check(FieldCheck spec, Action<string> warn)
    {
        foreach (var volume in spec.Items("volumes"))
        {
            var name = GoText.Quote(volume.Text("name"));
            if (volume.Child("configMap") is { } map) Find(Files(map, ""), $"volume {name} (ConfigMap {GoText.Quote(map.Text("name"))})", warn);
            if (volume.Child("secret") is { } secret) Find(Files(secret, ""), $"volume {name} (Secret {GoText.Quote(secret.Text("secretName"))})", warn);
            if (volume.Child("downwardAPI") is { } downward) Find(Files(downward, ""), $"volume {name} (DownwardAPI)", warn);
            if (volume.Child("projected") is not { } projected) continue;
            var all = new List<(string Path, string Source)>();
            foreach (var source in projected.Items("sources"))
            {
                if (IsEmpty(source.Value)) warn($"volume {name} (Projected) has no sources provided");
                else Find(Projected(source), $"volume {name} (Projected)", warn, all);
            }
        }
    }

    private static bool IsEmpty(JsonObject source)
    {
        foreach (var (_, value) in source)
        {
            if (value is not JsonNull) return false;
        }

        return true;
    }

    private static IEnumerable<(string Path, string Source)> Files(FieldCheck source, string shown) => source.Items("items").Select(file => (file.Text("path"), shown));

    private static IEnumerable<(string Path, string Source)> Projected(FieldCheck source)
    {
        if (source.Child("configMap") is { } map && map.Has("items")) return Files(map, $"ConfigMap {GoText.Quote(map.Text("name"))}");
        if (source.Child("secret") is { } secret && secret.Has("items")) return Files(secret, $"Secret {GoText.Quote(secret.Text("name"))}");
        if (source.Child("downwardAPI") is { } downward && downward.Has("items")) return Files(downward, "DownwardAPI");
        if (source.Child("serviceAccountToken") is { } token) return [(token.Text("path"), "ServiceAccountToken")];
        if (source.Child("clusterTrustBundle") is { } bundle)
            return [(bundle.Text("path"), $"ClusterTrustBundle {GoText.Quote(bundle.Text(bundle.Has("name") ? "name" : "signerName"))}")];
        if (source.Child("podCertificate") is not { } certificate) return [];
        return
        [
            (certificate.Text("certificateChainPath"), "PodCertificate chain"),
            (certificate.Text("keyPath"), "PodCertificate key"),
            (certificate.Text("credentialBundlePath"), "PodCertificate credential bundle"),
        ];
    }

    private static void Find(IEnumerable<(string Path, string Source)> files, string volume, Action<string> warn, List<(string Path, string Source)>? seen = null)
    {
        seen ??= [];
        foreach (var (path, source) in files)
        {
            var file = (Path: path.TrimEnd('/'), Source: source);
            if (file.Path.Length == 0) continue;
            foreach (var other in seen)
            {
                if (Overlap(file.Path, other.Path)) warn($"{volume}: overlapping paths: {Show(file)} with {Show(other)}");
            }

            seen.Add(file);
        }
    }

    private static bool Overlap(string a, string b) =>
        (a + "/").StartsWith(b + "/", StringComparison.Ordinal) || (b + "/").StartsWith(a + "/", StringComparison.Ordinal);

    private static string Show((string Path, string Source) file) =>
        file.Source.Length == 0 ? GoText.Quote(file.Path) : $"{GoText.Quote(file.Path)} ({file.Source})";
}
