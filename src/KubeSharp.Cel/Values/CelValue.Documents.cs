using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

public readonly partial struct CelValue
{
    /// <summary>A document of unknown shape: whole numbers are ints, others doubles, objects maps. A missing document is null.</summary>
    public static CelValue FromJson(JsonValue? document) => Null;

    /// <summary>A document of known shape. A missing document is null.</summary>
    public static CelValue FromJson(JsonValue? document, CelSchema schema) => Null;

    /// <summary>The variable <c>authorizer</c>.</summary>
    public static CelValue FromAuthorizer(ICelAuthorizer authorizer) => Null;

    /// <summary>The variable <c>authorizer.requestResource</c>: a check on the resource of the request under admission.</summary>
    public static CelValue FromAuthorizer(ICelAuthorizer authorizer, CelAccessRequest resource) => Null;

    /// <summary>The value as JSON: uints and ints as numbers, bytes as base64, times and durations as text. Null when it has no JSON form.</summary>
    public JsonValue? ToJson() => null;
}
