using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>An object of a document, read where it is, with the fields that its schema declares.</summary>
internal sealed class DocumentObject(JsonObject members, CelSchema schema) : ICelObject
{
    public CelType Type => schema.Type;

    public JsonObject Members => members;

    public CelSchema Schema => schema;

    public bool TryGetField(string name, out CelValue value)
    {
        if (schema.TryGetField(name, out var field) && members.TryGet(field.JsonName, out var member) && (!member.IsNull || field.Schema.Nullable))
        {
            value = CelValue.FromJson(member, field.Schema);
            return true;
        }

        value = default;
        return false;
    }
}
