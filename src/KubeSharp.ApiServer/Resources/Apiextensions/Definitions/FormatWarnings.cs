using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Formats in schemas that mean nothing for their type, and so are not checked. Whoever writes a new one is warned.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation</remarks>
internal static class FormatWarnings
{
    /// <summary>The formats that a definition has and had not before.</summary>
    public static IEnumerable<string> Of(JsonObject definition, JsonObject? old) =>
        Unrecognized(definition).Except(old is null ? [] : Unrecognized(old), StringComparer.Ordinal);

    private static List<string> Unrecognized(JsonObject definition)
    {
        var found = new List<string>();
        foreach (var version in definition.FindArray("spec", "versions") ?? [])
        {
            if (version.Find("schema", "openAPIV3Schema") is not JsonObject schema) continue;
            SchemaNode.Read(schema).Any(node =>
            {
                if (!TextFormats.IsRecognized(node.Format, node.Type)) found.Add(node.Format);
                return false;
            });
        }

        return found;
    }
}
