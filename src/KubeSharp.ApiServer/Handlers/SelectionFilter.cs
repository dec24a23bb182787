using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Which objects of a resource the selectors of a request choose.</summary>
internal sealed class SelectionFilter(StoredResource resource, LabelQuery labels, FieldSelector fields)
{
    /// <summary>Whether every object is chosen.</summary>
    public bool ChoosesAll => labels.IsEverything && fields.IsEverything;

    /// <summary>The name of the only object that can be chosen, or null.</summary>
    public string? SingleName => fields.RequiresExactMatch("metadata.name", out var name) ? name : null;

    /// <summary>The value that the resource's indexed field must have; null if the selector leaves it open.</summary>
    public string? IndexedValue =>
        resource.Strategy.IndexedField is { } indexed && fields.RequiresExactMatch(indexed.Name, out var value) ? value : null;

    /// <summary>The filter for a request.</summary>
    public static Result<SelectionFilter> For(ResourceRequest request, ReadOptions options)
    {
        foreach (var requirement in options.Fields.Requirements)
        {
            if (!Supports(request, requirement.Field)) return StatusError.BadRequest(request.Strategy.FieldRefusal(requirement.Field));
        }

        return new SelectionFilter(request.Stored, options.Labels, options.Fields);
    }

    // Labels are read without making a document, which most selectors never need.
    public bool Matches(StoredObject item) =>
        labels.Matches(item.Labels) && (fields.IsEverything || fields.Matches(new ItemFields(resource, item)));

    public bool Matches(JsonObject document) =>
        labels.Matches(new Metadata(document).Labels) && fields.Matches(new Fields(resource.Strategy, document));

    private static bool Supports(ResourceRequest request, string field) =>
        field == "metadata.name"
        || (field == "metadata.namespace" && (request.Resource.Definition.Namespaced || (request.Strategy.SelectableFields.Count == 0 && !request.Stored.IsCustom)))
        || request.Strategy.CanSelect(request.Resource.Definition.Group, field);

    // Names stand in the key and the indexed field is found in the bytes: of those no document is made.
    private readonly record struct ItemFields(StoredResource Resource, StoredObject Item) : IFieldSource
    {
        public string Get(string field)
        {
            if (field == "metadata.name") return Resource.Split(Item.Key).Name;
            if (field == "metadata.namespace") return Resource.Split(Item.Key).Namespace;
            return Resource.Strategy.IndexedField is { } indexed && field == indexed.Name
                ? Item.Indexed(indexed)
                : Resource.Strategy.SelectableField(Item.Document, field);
        }
    }

    private readonly record struct Fields(ResourceStrategy Strategy, JsonObject Document) : IFieldSource
    {
        public string Get(string field) => field switch
        {
            "metadata.name" => new Metadata(Document).Name,
            "metadata.namespace" => new Metadata(Document).Namespace,
            _ => Strategy.SelectableField(Document, field),
        };
    }
}
