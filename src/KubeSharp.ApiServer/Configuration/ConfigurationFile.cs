using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>Reads the files by which the server is configured: one document of a known kind and version, in YAML or JSON.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="kind">The kind that it must be.</param>
    /// <param name="apiVersions">The versions of it that are understood.</param>
    /// <exception cref="FormatException">It is something else, or nothing that can be read.</exception>
    public static JsonObject Parse(string text, string kind, params ReadOnlySpan<string> apiVersions)
    {
        if (YamlReader.Parse(text) is not JsonObject document) throw new FormatException($"it holds no {kind}");
        var (found, version) = (document.GetString("kind") ?? "", document.GetString("apiVersion") ?? "");
        if (found == kind && apiVersions.Contains(version)) return document;
        throw new FormatException($"no kind \"{found}\" is registered for version \"{version}\"; it must be {kind} of {string.Join(" or ", apiVersions)}");
    }
}
