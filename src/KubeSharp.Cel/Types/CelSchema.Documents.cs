using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Cel.Types;

public sealed partial class CelSchema
{
    /// <summary>
    /// The schema of a node of a custom resource definition's structural schema. Null when expressions cannot see such values
    /// (x-kubernetes-preserve-unknown-fields without properties).
    /// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#type-checking"/>.
    /// </summary>
    /// <param name="node">The JSON schema.</param>
    /// <param name="isResourceRoot">Whether the node is the whole object, which also has apiVersion, kind and metadata.</param>
    /// <param name="name">The name of the type in messages.</param>
    public static CelSchema? FromStructural(JsonObject node, bool isResourceRoot, string name = "selfType") => Of(CelType.Dyn);

    /// <summary>The schema of a built-in type.</summary>
    public static CelSchema FromType(TypeSchema type) => Of(CelType.Dyn);
}
