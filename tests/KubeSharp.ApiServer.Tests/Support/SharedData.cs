namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>Recordings and public test data that lie beside the repository; not everybody has them.</summary>
internal static class SharedData
{
    /// <summary>A file or folder of the shared data, or null.</summary>
    public static string? Find(string path)
    {
        var root = Environment.GetEnvironmentVariable("KUBESHARP_SHARED");
        for (var folder = AppContext.BaseDirectory; root is null && folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "shared", "golden")))
                root = Path.Combine(folder, "shared");
        }

        var found = root is null ? null : Path.Combine(root, path);
        return found is not null && Path.Exists(found) ? found : null;
    }
}
