using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Tests.Support;

/// <summary>The recordings and suites that lie beside the repository, read in place. Tests that need them are skipped without.</summary>
internal static class SharedData
{
    public static string? Root { get; } = Find();

    public static string Require(string relative)
    {
        if (Root is null) Assert.Skip("the shared recordings are not present");
        return Path.Combine(Root!, relative);
    }

    public static JsonObject Read(string relative) => JsonParser.ParseObject(File.ReadAllBytes(Require(relative)));

    private static string? Find()
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
