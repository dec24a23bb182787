using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel;

/// <summary>The results of mutating admission policies' expressions.</summary>
public static class CelMutations
{
    /// <summary>The type that an applyConfiguration expression gives.</summary>
    public static CelType ObjectType { get; } = Libraries.MutationLibrary.FindType("Object")!;

    /// <summary>The type that a jsonPatch expression gives: a list of <c>JSONPatch</c>.</summary>
    public static CelType PatchListType { get; } = CelType.ListOf(Libraries.MutationLibrary.JsonPatch.Type);

    /// <summary>Looks for an object of the wrong type in an apply configuration: <c>Object{spec: Object.status{}}</c>. Null when all is well.</summary>
    public static string? FindMisplacedType(CelValue value) => FindMisplaced(value, "Object");

    private static string? FindMisplaced(in CelValue value, string expected)
    {
        if (value.Reference is CelList list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (FindMisplaced(list[i], expected) is { } fault)
                    return fault;
            }
        }

        if (value.Reference is not MadeObject made)
            return null;
        if (made.Type.Name != expected)
            return $"unexpected type name \"{made.Type.Name}\", expected \"{expected}\", which matches field name path from root Object type";
        foreach (var (name, field) in made.Fields)
        {
            if (FindMisplaced(field, $"{expected}.{name}") is { } fault)
                return fault;
        }

        return null;
    }
}
