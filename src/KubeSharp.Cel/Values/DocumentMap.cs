using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>A map of a document, read where it is.</summary>
internal sealed class DocumentMap(JsonObject members, CelSchema? values) : CelMap
{
    public override int Count => members.Count;

    public JsonObject Members => members;

    public override CelValue KeyAt(int position) => CelValue.Of(members.NameAt(position));

    public override CelValue ValueAt(int position) => CelValue.FromJson(members.ValueAt(position), values);

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.String is { } name)
            return TryGet(name, out value);
        value = default;
        return false;
    }

    public override bool TryGet(string key, out CelValue value)
    {
        if (members.TryGet(key, out var member))
        {
            value = CelValue.FromJson(member, values);
            return true;
        }

        value = default;
        return false;
    }
}
