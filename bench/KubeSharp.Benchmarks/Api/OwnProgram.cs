namespace KubeSharp.Benchmarks.Api;

/// <summary>How to start this program again, whether it was started by its own file or by <c>dotnet</c>.</summary>
internal static class OwnProgram
{
    /// <summary>The file to start.</summary>
    public static string Path => Environment.ProcessPath!;

    /// <summary>What stands before the arguments.</summary>
    public static string[] Prefix => System.IO.Path.GetFileNameWithoutExtension(Path) == "dotnet" ? [typeof(OwnProgram).Assembly.Location] : [];
}
