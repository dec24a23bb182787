using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources;

/// <summary>An object of a document that is being validated: where it stands, and where its faults go. Absent and null fields are the same.</summary>
internal readonly struct FieldCheck(JsonObject value, FieldPath path, ErrorList errors)
{
    /// <summary>The object.</summary>
    public JsonObject Value => value;

    /// <summary>Where it stands.</summary>
    public FieldPath Path => path;

    /// <summary>Receives the faults.</summary>
    public ErrorList Errors => errors;

    /// <summary>Whether the field is set.</summary>
    public bool Has(string name) => value[name] is not (null or JsonNull);

    /// <summary>The text of a field; empty if it is not set.</summary>
    public string Text(string name) => value.GetString(name) ?? "";

    /// <summary>The number of a field; null if it is not set.</summary>
    public long? Number(string name) => value.GetInt64(name);

    /// <summary>Whether the field is true.</summary>
    public bool Flag(string name) => value.GetBool(name) == true;

    /// <summary>The path of a field.</summary>
    public FieldPath At(string name) => path.Child(name);

    /// <summary>The object in a field; null if it is not set.</summary>
    public FieldCheck? Child(string name) => value.GetObject(name) is { } inner ? new FieldCheck(inner, path.Child(name), errors) : null;

    /// <summary>The object in a field; an empty one if it is not set.</summary>
    public FieldCheck ChildOrEmpty(string name) => new(value.GetObject(name) ?? new JsonObject(), path.Child(name), errors);

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<FieldCheck> Items(string name)
    {
        if (value.GetArray(name) is not { Count: > 0 } list) return [];
        var at = path.Child(name);
        var items = new List<FieldCheck>(list.Count);
        for (var i = 0; i < list.Count; i++) items.Add(new FieldCheck(list[i] as JsonObject ?? new JsonObject(), at.Index(i), errors));
        return items;
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        value.GetArray(name) is { Count: > 0 } list ? [.. list.Select(item => (item as JsonString)?.Value ?? "")] : [];

    /// <summary>Faults a field that is missing or empty. Answers whether it is there.</summary>
    public bool Require(string name, string detail = "")
    {
        if (value[name] is not (null or JsonNull or JsonString { Value: "" } or JsonArray { Count: 0 })) return true;
        errors.Add(FieldError.Required(path.Child(name), detail));
        return false;
    }

    /// <summary>Faults numbers below zero.</summary>
    public void NonNegative(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.GetInt64(name) is < 0) Invalid(name, "must be greater than or equal to 0");
        }
    }

    /// <summary>Faults a text that is set and none of these, which are printed as given.</summary>
    public void OneOf(string name, params string[] supported)
    {
        var text = Text(name);
        if (Has(name) && !supported.Contains(text)) errors.Add(FieldError.NotSupported(path.Child(name), text, supported));
    }

    /// <summary>Adds what a check of strings says about a text.</summary>
    public void Messages(string name, string[] messages) => errors.AddInvalid(path.Child(name), Text(name), messages);

    /// <summary>Faults a text that is missing, or that a check of strings refuses.</summary>
    public void RequireName(string name, Func<string, string[]> check)
    {
        if (Require(name)) Messages(name, check(Text(name)));
    }

    /// <summary>Adds what a check of strings says about a text, if it is set.</summary>
    public void OptionalName(string name, Func<string, string[]> check)
    {
        if (Text(name) is { Length: > 0 } text) Messages(name, check(text));
    }

    /// <summary>Faults the value of a field.</summary>
    public void Invalid(string name, string detail) => errors.Add(FieldError.Invalid(path.Child(name), value[name] ?? JsonString.Empty, detail));

    /// <summary>Faults that a field is set.</summary>
    public void Forbid(string name, string detail) => errors.Add(FieldError.Forbidden(path.Child(name), detail));

    /// <summary>Faults the field if it is set.</summary>
    public void ForbidIfSet(string name, string detail)
    {
        if (Has(name)) Forbid(name, detail);
    }
}
