namespace KubeSharp.EndToEnd.Harness;

/// <summary>The stock kubectl programs of this machine, several versions where it has them.</summary>
internal static class KubectlBinaries
{
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/usr/lib/google-cloud-sdk/bin"];

    /// <summary>All of them; the plain <c>kubectl</c> first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Folders.Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "kubectl").Concat(Directory.EnumerateFiles(d, "kubectl.1.*").Order()))
            .DistinctBy(p => File.ResolveLinkTarget(p, returnFinalTarget: true)?.FullName ?? p)
            .OrderBy(p => Path.GetFileName(p) != "kubectl"),
    ];

    /// <summary>One path for each minor version named in the file name, as test data.</summary>
    public static TheoryData<string> Versions => new(All.Count > 1 ? All.Where(p => Path.GetFileName(p) != "kubectl") : All);
}
