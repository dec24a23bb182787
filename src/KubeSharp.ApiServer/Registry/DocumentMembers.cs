using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Taking members over from one document to another.</summary>
internal static class DocumentMembers
{
    /// <summary>Gives the document the member that <paramref name="source"/> has: its value, or its absence.</summary>
    public static void CopyMember(this JsonObject document, string name, JsonObject source)
    {
        if (source[name] is { } value) document.Set(name, value.DeepClone());
        else document.Remove(name);
    }

    /// <summary>Empties a member: an empty object where the Go model always writes one, absent otherwise.</summary>
    public static void ResetMember(this JsonObject document, string name, TypeSchema schema)
    {
        if (schema.Field(name) is { IsStruct: true } field) document.Set(name, EmptyStructs.Of(field.Type));
        else document.Remove(name);
    }
}
