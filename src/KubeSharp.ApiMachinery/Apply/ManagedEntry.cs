using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed record ManagedEntry
{
    public required string Manager { get; init; }

    public required bool Applied { get; init; }

    public required string ApiVersion { get; init; }

    public string Subresource { get; init; } = "";

    /// <summary>The time as printed; null when the entry has none.</summary>
    public string? Time { get; init; }

    public required FieldSet Fields { get; init; }

    /// <summary>
    /// What tells managers apart: appliers stay the same in every version, updaters do not. The text is upstream's own identifier, because
    /// ties are broken by comparing it.
    /// </summary>
    public string Identifier { get; private init; } = "";

    public static string IdentifierOf(string manager, bool applied, string apiVersion, string subresource)
    {
        var json = new JsonObject(4);
        if (manager.Length > 0) json.Append("manager", manager);
        json.Append("operation", applied ? "Apply" : "Update");
        if (!applied && apiVersion.Length > 0) json.Append("apiVersion", apiVersion);
        if (subresource.Length > 0) json.Append("subresource", subresource);
        return json.ToString();
    }

    /// <summary>The same entry with its identifier computed.</summary>
    public ManagedEntry Identified() => this with { Identifier = IdentifierOf(Manager, Applied, ApiVersion, Subresource) };

    /// <summary>Reads an entry; null when it is malformed.</summary>
    public static ManagedEntry? Parse(JsonValue value)
    {
        if (value is not JsonObject json) return null;
        var apiVersion = json.GetString("apiVersion");
        if (json.GetString("operation") is not ("Apply" or "Update") || string.IsNullOrEmpty(apiVersion)) return null;
        if (json.GetString("fieldsType") != "FieldsV1" || FieldSet.Parse(json.GetObject("fieldsV1")) is not { } fields) return null;
        return new ManagedEntry
        {
            Manager = json.GetString("manager") ?? "",
            Applied = json.GetString("operation") == "Apply",
            ApiVersion = apiVersion,
            Subresource = json.GetString("subresource") ?? "",
            Time = json.GetString("time"),
            Fields = fields,
        }.Identified();
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject(7);
        if (Manager.Length > 0) json.Append("manager", Manager);
        json.Append("operation", Applied ? "Apply" : "Update");
        json.Append("apiVersion", ApiVersion);
        if (Time is not null) json.Append("time", Time);
        json.Append("fieldsType", "FieldsV1");
        json.Append("fieldsV1", Fields.ToJson());
        if (Subresource.Length > 0) json.Append("subresource", Subresource);
        return json;
    }
}
