using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Tests.Recordings;

/// <summary>The recordings and suites that lie beside the repository, read in place. Tests that need them are skipped without.</summary>
internal static class SharedData
{
    public static string? Root { get; } = FindRoot();

    public static string Require(string relative)
    {
        if (Root is null) Assert.Skip("the shared recordings are not present");
        return Path.Combine(Root!, relative);
    }

    /// <summary>A file or folder of the shared data, or null where it is not present.</summary>
    public static string? Find(string relative) => Root is not null && Path.Combine(Root, relative) is var path && Path.Exists(path) ? path : null;

    public static JsonObject Read(string relative) => JsonParser.ParseObject(File.ReadAllBytes(Require(relative)));

    private static string? FindRoot()
    {
        var given = Environment.GetEnvironmentVariable("KUBESHARP_SHARED");
        if (!string.IsNullOrEmpty(given)) return given;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared");
            if (Directory.Exists(Path.Combine(candidate, "golden"))) return candidate;
        }

        return null;
    }
}
