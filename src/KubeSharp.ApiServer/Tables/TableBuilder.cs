using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Tables;

/// <summary>Makes the Table of some objects: columns from the schema, cells from the kind.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables</remarks>
internal static class TableBuilder
{
    /// <summary>A table with one row an object.</summary>
    /// <param name="request">The request; its includeObject parameter says what rows carry.</param>
    /// <param name="items">The objects.</param>
    /// <param name="listMetadata">The metadata of the list; null takes the resourceVersion of the only object.</param>
    /// <param name="columns">Whether to say what the columns are (a watch does so once).</param>
    public static Result<JsonObject> Build(ResourceRequest request, IReadOnlyList<StoredObject> items, JsonObject? listMetadata, bool columns = true)
    {
        var include = request.Http.Query["includeObject"].ToString();
        if (include is not ("" or "None" or "Metadata" or "Object"))
        {
            return StatusError.BadRequest(
                $"Unable to convert to Table as requested: includeObject: Invalid value: \"{include}\": must be 'Metadata', 'Object', 'None', or empty");
        }

        var rows = new JsonArray(items.Count);
        var now = request.Core.Time.GetUtcNow();
        foreach (var item in items)
        {
            var row = new TableRowBuilder(request.Resource.Definition.Columns, now);
            request.Strategy.PrintRow(row, item.Document);
            var made = new JsonObject { { "cells", row.Build() } };
            if (row.Conditions is { } conditions) made.Set("conditions", conditions);
            made.Set("object", (JsonValue?)RowObject(request, item, include) ?? JsonNull.Instance);
            rows.Add(made);
        }

        var metadata = listMetadata ?? new JsonObject { { "resourceVersion", items[0].Document.FindString("metadata", "resourceVersion") ?? "" } };
        return new JsonObject
        {
            { "kind", "Table" },
            { "apiVersion", $"meta.k8s.io/{request.Accepted.Version}" },
            { "metadata", metadata },
            { "columnDefinitions", columns ? Columns(request) : JsonNull.Instance },
            { "rows", rows },
        };
    }

    private static JsonObject? RowObject(ResourceRequest request, StoredObject item, string include) => include switch
    {
        "None" => null,
        "Object" => ObjectAnswerWriter.Convert(request, item),
        _ => PartialMetadata.Of(item.Document, request.Accepted.Version, request.Strategy),
    };

    /// <summary>What the columns of the resource are.</summary>
    public static JsonArray Columns(ResourceRequest request)
    {
        var columns = new JsonArray();
        foreach (var column in request.Resource.Definition.Columns)
        {
            columns.Add(new JsonObject
            {
                { "name", column.Name },
                { "type", column.Type },
                { "format", column.Format },
                { "description", ColumnDescriptions.Of(column) },
                { "priority", column.Priority },
            });
        }

        return columns;
    }
}
