using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Libraries;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

public readonly partial struct CelValue
{
    /// <summary>A document of unknown shape: whole numbers are ints, others doubles, objects maps. A missing document is null.</summary>
    public static CelValue FromJson(JsonValue? document) => FromJson(document, null);

    /// <summary>A document of known shape. A missing document is null.</summary>
    public static CelValue FromJson(JsonValue? document, CelSchema? schema)
    {
        switch (document)
        {
            case JsonString text:
                return schema is null || schema.Type.Kind is CelTypeKind.String or CelTypeKind.Dyn ? Of(text.Value) : FromText(text.Value, schema.Type);
            case JsonNumber number:
                if (number.TryGetInt64(out var value))
                    return schema?.Type.Kind == CelTypeKind.Double ? Of((double)value) : Of(value);
                return Of(number.ToDouble());
            case JsonBoolean boolean:
                return Of(boolean.Value);
            case JsonObject members:
                return schema?.Type.Kind == CelTypeKind.Object
                    ? Of((ICelObject)new DocumentObject(members, schema))
                    : Of(new DocumentMap(members, schema?.Items));
            case JsonArray array:
                return Of(new DocumentList(array, schema));
            default:
                return Null;
        }
    }

    /// <summary>The variable <c>authorizer</c>.</summary>
    public static CelValue FromAuthorizer(ICelAuthorizer authorizer) => Of(new AuthorizerValue(authorizer, null));

    /// <summary>The variable <c>authorizer.requestResource</c>: a check on the resource of the request under admission.</summary>
    public static CelValue FromAuthorizer(ICelAuthorizer authorizer, CelAccessRequest resource) =>
        Of(new AccessCheckValue(CelAuthorizerTypes.ResourceCheck, authorizer, resource));

    /// <summary>A quantity.</summary>
    public static CelValue Of(Quantity value) => Of(new QuantityValue(value));

    /// <summary>A semantic version; an error when the text is none.</summary>
    public static CelValue SemanticVersion(string text) =>
        SemverValue.TryParse(text, normalize: false, out var version, out var fault) ? Of(version!) : Fail(fault);

    /// <summary>The value as JSON: numbers as numbers, bytes as base64, times and durations as text. Null when it has no JSON form.</summary>
    public JsonValue? ToJson() => JsonForm.Of(this);

    private static CelValue FromText(string text, CelType type)
    {
        switch (type.Kind)
        {
            case CelTypeKind.Bytes:
                return Base64.TryDecode(text, out var bytes) ? Of(bytes) : Fail("illegal base64 data");
            case CelTypeKind.Duration:
                return Durations.TryParse(text, out var nanoseconds) ? Duration(nanoseconds) : Fail("invalid duration");
            case CelTypeKind.Timestamp:
                if (Timestamps.TryParse(text, out var moment) || Timestamps.TryParse(text + "T00:00:00Z", out moment))
                    return moment;
                return Fail("invalid date-time");
            case CelTypeKind.Opaque when type.Equals(QuantityValue.CelType):
                return Quantity.TryParse(text, out var quantity) ? Of(quantity) : Fail($"unable to parse quantity \"{text}\"");
            default:
                return Of(text);
        }
    }
}
