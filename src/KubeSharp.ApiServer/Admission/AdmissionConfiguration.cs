using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What <c>--admission-control-config-file</c> says: for each plug-in its own settings, in the file itself or in another.</summary>
/// <remarks>https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-AdmissionConfiguration</remarks>
internal sealed class AdmissionConfiguration
{
    private readonly Dictionary<string, JsonObject> plugins = new(StringComparer.Ordinal);

    private AdmissionConfiguration(string folder) => Folder = folder;

    /// <summary>Nothing is set.</summary>
    public static AdmissionConfiguration Empty { get; } = new("/");

    /// <summary>Where relative paths count from.</summary>
    public string Folder { get; }

    /// <summary>The settings of a plug-in; null if there are none.</summary>
    public JsonObject? For(string plugin) => plugins.GetValueOrDefault(plugin);

    /// <summary>Reads the file.</summary>
    /// <param name="file">Its path; null for none.</param>
    /// <exception cref="ArgumentException">It cannot be read or is no such configuration.</exception>
    public static AdmissionConfiguration Read(string? file)
    {
        if (file is null) return Empty;
        try
        {
            return Parse(File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new ArgumentException($"failed to read plugin config: unable to read admission control configuration from \"{file}\" [{e.Message}]", nameof(file), e);
        }
    }

    /// <summary>Reads a text; relative paths in it count from a folder.</summary>
    /// <exception cref="ArgumentException">It is no such configuration.</exception>
    public static AdmissionConfiguration Parse(string text, string folder)
    {
        var document = YamlReader.Parse(text) as JsonObject ?? [];
        if (document.GetString("kind") != "AdmissionConfiguration"
            || document.GetString("apiVersion") is not ("apiserver.config.k8s.io/v1" or "apiserver.k8s.io/v1alpha1"))
        {
            throw new ArgumentException(
                $"no kind \"{document.GetString("kind")}\" is registered for version \"{document.GetString("apiVersion")}\" in the admission configuration", nameof(text));
        }

        var configuration = new AdmissionConfiguration(folder);
        foreach (var item in document.GetArray("plugins") ?? [])
        {
            if (item is not JsonObject plugin || plugin.GetString("name") is not { Length: > 0 } name) continue;
            var settings = plugin.GetObject("configuration");
            if (settings is null && plugin.GetString("path") is { Length: > 0 } path)
                settings = YamlReader.Parse(File.ReadAllText(Path.Combine(folder, path))) as JsonObject;
            if (settings is not null) configuration.plugins[name] = settings;
        }

        return configuration;
    }
}
