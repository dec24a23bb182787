using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Objects;

/// <summary>The metadata of a document, read and set in place. A view: copying it copies no data.</summary>
/// <remarks>Members that are set for the first time go where Kubernetes prints them.</remarks>
public readonly struct Metadata
{
    // The order in which the members of ObjectMeta are printed.
    private static readonly string[] Order =
    [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
    ];

    /// <summary>The metadata of <paramref name="document"/>; made if there is none.</summary>
    public Metadata(JsonObject document)
    {
        if (document.GetObject("metadata") is not { } json)
        {
            json = new JsonObject();
            document.Remove("metadata");
            var at = 0;
            while (at < document.Count && document.NameAt(at) is "kind" or "apiVersion") at++;
            document.Insert(at, "metadata", json);
        }

        Json = json;
    }

    /// <summary>The object itself.</summary>
    public JsonObject Json { get; }

    /// <summary>The name, or empty.</summary>
    public string Name
    {
        get => Json.GetString("name") ?? "";
        set => SetText("name", value);
    }

    /// <summary>The start of a name that the server completes, or empty.</summary>
    public string GenerateName => Json.GetString("generateName") ?? "";

    /// <summary>The namespace, or empty.</summary>
    public string Namespace
    {
        get => Json.GetString("namespace") ?? "";
        set => SetText("namespace", value);
    }

    /// <summary>The UID, or empty.</summary>
    public string Uid
    {
        get => Json.GetString("uid") ?? "";
        set => SetText("uid", value);
    }

    /// <summary>The resource version as text, or empty.</summary>
    public string ResourceVersion
    {
        get => Json.GetString("resourceVersion") ?? "";
        set => SetText("resourceVersion", value);
    }

    /// <summary>The generation; 0 if there is none.</summary>
    public long Generation
    {
        get => Json.GetInt64("generation") ?? 0;
        set => Put("generation", value == 0 ? null : JsonNumber.Of(value));
    }

    /// <summary>When the object was made (RFC 3339, whole seconds), or empty.</summary>
    public string CreationTimestamp
    {
        get => Json.GetString("creationTimestamp") ?? "";
        set => SetText("creationTimestamp", value);
    }

    /// <summary>When the object will be (or should have been) gone, or empty if nobody deleted it.</summary>
    public string DeletionTimestamp
    {
        get => Json.GetString("deletionTimestamp") ?? "";
        set => SetText("deletionTimestamp", value);
    }

    /// <summary>How many seconds the object has left from its deletion; null if nobody deleted it.</summary>
    public long? DeletionGracePeriodSeconds
    {
        get => Json.GetInt64("deletionGracePeriodSeconds");
        set => Put("deletionGracePeriodSeconds", value is { } seconds ? JsonNumber.Of(seconds) : null);
    }

    /// <summary>Whether the object was deleted and lives on for its grace period or its finalizers.</summary>
    public bool IsBeingDeleted => DeletionTimestamp.Length > 0;

    /// <summary>The labels, or null.</summary>
    public JsonObject? Labels => Json.GetObject("labels");

    /// <summary>The annotations, or null.</summary>
    public JsonObject? Annotations => Json.GetObject("annotations");

    /// <summary>The finalizers in their order.</summary>
    public IReadOnlyList<string> Finalizers
    {
        get
        {
            if (Json.GetArray("finalizers") is not { Count: > 0 } array) return [];
            var names = new List<string>(array.Count);
            foreach (var item in array)
            {
                if (item is JsonString text) names.Add(text.Value);
            }

            return names;
        }

        set => Put("finalizers", value.Count == 0 ? null : JsonArray.OfStrings(value));
    }

    /// <summary>The value of a label, or null.</summary>
    public string? Label(string key) => Labels?.GetString(key);

    /// <summary>The value of an annotation, or null.</summary>
    public string? Annotation(string key) => Annotations?.GetString(key);

    /// <summary>Sets a label.</summary>
    public void SetLabel(string key, string value)
    {
        if (Labels is not { } labels) Put("labels", labels = new JsonObject());
        labels.Set(key, new JsonString(value));
    }

    /// <summary>Sets an annotation.</summary>
    public void SetAnnotation(string key, string value)
    {
        if (Annotations is not { } annotations) Put("annotations", annotations = new JsonObject());
        annotations.Set(key, new JsonString(value));
    }

    /// <summary>Sets a member at its place, or removes it.</summary>
    public void Put(string member, JsonValue? value)
    {
        if (value is null)
        {
            Json.Remove(member);
            return;
        }

        var existing = Json.IndexOf(member);
        if (existing >= 0)
        {
            Json.SetAt(existing, value);
            return;
        }

        var rank = Array.IndexOf(Order, member);
        var at = 0;
        while (at < Json.Count && Array.IndexOf(Order, Json.NameAt(at)) < rank) at++;
        Json.Insert(at, member, value);
    }

    private void SetText(string member, string value) => Put(member, value.Length == 0 ? null : new JsonString(value));
}
