using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Rules;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>The schema of one version with its rules, both read when first needed. Safe for concurrent use.</summary>
/// <param name="source">The schema as JSON.</param>
internal sealed class CustomSchema(JsonObject source)
{
    private readonly Lazy<SchemaNode> node = new(() => SchemaNode.Read(source));
    private readonly Lazy<RuleTree?> rules = new(() => RuleTree.Of(SchemaNode.Read(source)));

    /// <summary>The schema.</summary>
    public SchemaNode Node => node.Value;

    /// <summary>The rules in CEL; null when there are none.</summary>
    public RuleTree? Rules => rules.Value;
}
