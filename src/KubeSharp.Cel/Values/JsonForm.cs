using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Text;

namespace KubeSharp.Cel.Values;

/// <summary>Turns values into JSON.</summary>
internal static class JsonForm
{
    /// <summary>The JSON form; null when there is none (errors, types, empty optionals, libraries' own values).</summary>
    public static JsonValue? Of(in CelValue value) => value.Kind switch
    {
        CelKind.Null => JsonNull.Instance,
        CelKind.Bool => JsonBoolean.Of(value.Bool),
        CelKind.Int => JsonNumber.Of(value.Int),
        CelKind.Uint => new JsonNumber(value.Uint.ToString(CultureInfo.InvariantCulture)),
        CelKind.Double => double.IsFinite(value.Double) ? JsonNumber.Of(value.Double) : null,
        CelKind.String => new JsonString(value.String!),
        CelKind.Bytes => new JsonString(Convert.ToBase64String((byte[])value.Reference!)),
        CelKind.Duration => new JsonString(Durations.Seconds(value.Int)),
        CelKind.Timestamp => new JsonString(Timestamps.Format(value)),
        CelKind.List => OfList((CelList)value.Reference!),
        CelKind.Map => OfMap((CelMap)value.Reference!),
        CelKind.Object => OfObject((ICelObject)value.Reference!),
        CelKind.Optional when value.Reference is CelBox box => Of(box.Value),
        _ => null,
    };

    private static JsonArray? OfList(CelList list)
    {
        if (list is DocumentList document)
            return document.Array;
        var array = new JsonArray(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (Of(list[i]) is not { } item)
                return null;
            array.Add(item);
        }

        return array;
    }

    private static JsonObject? OfMap(CelMap map)
    {
        if (map is DocumentMap document)
            return document.Members;
        var members = new JsonObject(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            if (KeyText(map.KeyAt(i)) is not { } key || Of(map.ValueAt(i)) is not { } value)
                return null;
            members.Set(key, value);
        }

        return members;
    }

    private static string? KeyText(in CelValue key) => key.Kind switch
    {
        CelKind.String => key.String,
        CelKind.Bool => key.Bool ? "true" : "false",
        CelKind.Int => key.Int.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => key.Uint.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static JsonObject? OfObject(ICelObject value)
    {
        if (value is DocumentObject document)
            return document.Members;
        var members = new JsonObject();
        if (value is MadeObject made)
        {
            foreach (var (name, field) in made.Fields)
            {
                if (Of(field) is not { } json)
                    return null;
                members.Set(name, json);
            }

            return members;
        }

        foreach (var field in value.Type.Schema?.Fields ?? [])
        {
            if (!value.TryGetField(field.Name, out var given))
                continue;
            if (Of(given) is not { } json)
                return null;
            members.Set(field.JsonName, json);
        }

        return members;
    }
}
