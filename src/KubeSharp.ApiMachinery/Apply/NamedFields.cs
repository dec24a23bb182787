using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// Adds to a set the declared fields that it only passes through: who owns <c>spec.a</c> also holds <c>spec</c>. Entries of maps and items of
/// lists are not added: those are owned or not by themselves.
/// </summary>
internal static class NamedFields
{
    public static FieldSet WithNamedFields(this FieldSet set, TypeSchema? type)
    {
        if (set.IsEmpty) return set;
        var result = new FieldSetEntry[set.Entries.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var entry = set.Entries[i];
            TypeSchema? inner = null;
            var declared = false;
            if (entry.Element[0] == 'f' && type is not null && type.Type is FieldType.Object or FieldType.Map or FieldType.Any)
                (inner, _, declared) = TypeForms.Member(type, entry.Element[2..]);
            else if (entry.Element[0] == 'k' && type?.Type == FieldType.List)
                inner = type.Items;
            result[i] = entry.Children.IsEmpty
                ? entry
                : new FieldSetEntry(entry.Element, entry.IsMember || declared, entry.Children.WithNamedFields(inner));
        }

        return new FieldSet(result);
    }
}
