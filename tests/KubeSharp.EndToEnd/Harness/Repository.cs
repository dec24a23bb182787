namespace KubeSharp.EndToEnd.Harness;

/// <summary>Finds the clone that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindUp(AppContext.BaseDirectory, "KubeSharp.slnx");

    private static string FindUp(string from, string file)
    {
        for (var dir = new DirectoryInfo(from); dir is not null; dir = dir.Parent)
        {
            if (File.Exists(Path.Combine(dir.FullName, file)))
                return dir.FullName;
        }

        throw new InvalidOperationException($"no {file} above {from}");
    }
}
