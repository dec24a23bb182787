using System.Diagnostics;
using System.Globalization;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>A disk that loses what was not synced when its user is killed: see powerloss.c, which is compiled here.</summary>
/// <param name="syncs">Whether syncing does anything; if not, the store is as one that never asks for it (SQLite's <c>synchronous=OFF</c>).</param>
public sealed class PowerLoss(bool syncs) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubesharp-power-");

    private string Library => Path.Combine(_folder.FullName, "powerloss.so");

    private string Shadow => Path.Combine(_folder.FullName, "shadow");

    /// <summary>Whether there is a C compiler.</summary>
    public static bool Possible => File.Exists("/usr/bin/cc");

    /// <summary>Lets a process that is about to start use the disk for a folder.</summary>
    public void Prepare(ProcessStartInfo start, string directory, int seed)
    {
        if (!File.Exists(Library)) Compile();
        if (Directory.Exists(Shadow)) Directory.Delete(Shadow, recursive: true);
        Directory.CreateDirectory(Shadow);
        // What is there now was written before the power came.
        foreach (var file in Directory.EnumerateFiles(directory)) File.Copy(file, Path.Combine(Shadow, Path.GetFileName(file)));
        start.Environment["LD_PRELOAD"] = Library;
        start.Environment["POWERLOSS_DIR"] = directory;
        start.Environment["POWERLOSS_SHADOW"] = Shadow;
        start.Environment["POWERLOSS_SEED"] = seed.ToString(CultureInfo.InvariantCulture);
        if (!syncs) start.Environment["POWERLOSS_NOSYNC"] = "1";
    }

    /// <summary>Leaves in the folder what the disk holds.</summary>
    public void Cut(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "store.db*")) File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(Shadow, "store.db*"))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal)) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    private void Compile()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "powerloss.c");
        using var compiler = Process.Start("/usr/bin/cc", ["-O1", "-shared", "-fPIC", "-o", Library, source, "-ldl", "-lpthread"]);
        compiler.WaitForExit();
        if (compiler.ExitCode != 0) throw new InvalidOperationException("powerloss.c could not be compiled");
    }
}
