namespace KubeSharp.Network.Cni;

/// <summary>Puts the configuration where the container runtime finds it; the runtime never sees half a file.</summary>
internal static class CniFile
{
    /// <summary>Writes the file unless it says the same already. True when it was written.</summary>
    public static async Task<bool> WriteAsync(string directory, string text, CancellationToken cancel)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, CniConfiguration.FileName);
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false) == text)
            return false;

        // The runtime looks for endings it knows; this one it does not.
        var temporary = path + ".new";
        await File.WriteAllTextAsync(temporary, text, cancel).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
        return true;
    }

    /// <summary>Removes the file and the allocator's state of our network.</summary>
    public static void Remove(NetworkOptions options)
    {
        var path = Path.Combine(options.CniConfigDirectory, CniConfiguration.FileName);
        if (Directory.Exists(options.CniConfigDirectory))
        {
            File.Delete(path + ".new");
            File.Delete(path);
        }

        var state = Path.Combine(options.CniStateDirectory, CniConfiguration.NetworkName);
        if (Directory.Exists(state))
            Directory.Delete(state, recursive: true);
    }
}
