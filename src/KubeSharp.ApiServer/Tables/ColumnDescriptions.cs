using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Tables;

/// <summary>What a column shows, in a sentence of our own.</summary>
internal static class ColumnDescriptions
{
    public static string Of(ColumnDefinition column) => column switch
    {
        { Format: "name" } => "The name of the object, unique among the objects of its kind in its namespace.",
        { Name: "Age" } => "How long ago the object was created.",
        { Name: "Created At" } => "When the object was created.",
        _ => $"The object's {column.Name.ToLowerInvariant()}.",
    };
}
