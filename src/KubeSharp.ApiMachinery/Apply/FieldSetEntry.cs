using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>One element of the paths of a <see cref="FieldSet"/>.</summary>
/// <param name="Element">The element.</param>
/// <param name="IsMember">Whether the path that ends here is in the set.</param>
/// <param name="Children">The paths that go on from here.</param>
internal readonly record struct FieldSetEntry(string Element, bool IsMember, FieldSet Children)
{
    /// <summary>What stands under the element in FieldsV1: <c>"."</c> marks a member that has others below it.</summary>
    public JsonObject ToJson()
    {
        if (Children.IsEmpty) return [];
        if (!IsMember) return Children.ToJson();
        var json = new JsonObject(Children.Entries.Length + 1);
        json.Append(".", new JsonObject());
        foreach (var child in Children.Entries) json.Append(child.Element, child.ToJson());
        return json;
    }
}
