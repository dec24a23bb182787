using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>A list of a document, read where it is.</summary>
internal sealed class DocumentList(JsonArray array, CelSchema? schema) : CelList
{
    public override int Count => array.Count;

    public override CelListSemantics Semantics => schema?.ListSemantics ?? CelListSemantics.Atomic;

    public override CelValue this[int index] => CelValue.FromJson(array[index], schema?.Items);

    public JsonArray Array => array;

    public CelSchema? Schema => schema;

    /// <summary>The element with the same key fields, or -1; for lists of semantics map.</summary>
    public int FindByKeys(JsonValue element, CelSchema keyed)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (SameKeys(array[i], element, keyed.ListMapKeys))
                return i;
        }

        return -1;
    }

    public override CelValue Concat(CelList other) => Semantics switch
    {
        CelListSemantics.Set => Union(other),
        CelListSemantics.Map when other is DocumentList documents => Merge(documents),
        _ => base.Concat(other),
    };

    private CelValue Union(CelList other)
    {
        var union = new List<CelValue>(ToArray());
        for (var i = 0; i < other.Count; i++)
        {
            if (!Contains(other[i]))
                union.Add(other[i]);
        }

        return CelValue.Of(new ArrayList([.. union]));
    }

    private CelValue Merge(DocumentList other)
    {
        var merged = new JsonArray(array);
        foreach (var element in other.Array)
        {
            var at = FindByKeys(element, schema!);
            if (at >= 0)
                merged[at] = element;
            else
                merged.Add(element);
        }

        return CelValue.Of(new DocumentList(merged, schema));
    }

    private static bool SameKeys(JsonValue a, JsonValue b, IReadOnlyList<string> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (!JsonValue.DeepEquals(a.Find(keys[i]), b.Find(keys[i])))
                return false;
        }

        return true;
    }
}
