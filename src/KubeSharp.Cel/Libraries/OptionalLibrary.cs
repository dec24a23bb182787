using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>Values that may be missing.</summary>
internal static class OptionalLibrary
{
    public static void Declare(Library library)
    {
        var optional = OptionalOf(Library.T);
        library.Global("optional.of", "optional_of", [Library.T], optional, static (_, a) => CelValue.OptionalOf(a[0]))
            .Global("optional.none", "optional_none", [], optional, static (_, _) => CelValue.OptionalNone)
            .Global("optional.ofNonZeroValue", "optional_ofNonZeroValue", [Library.T], optional, static (_, a) => IsZero(a[0]) ? CelValue.OptionalNone : CelValue.OptionalOf(a[0]))
            .Global("optional.unwrap", "optional_unwrap", [ListOf(optional)], ListOf(Library.T), static (_, a) => Unwrap(a[0]))
            .Member("unwrapOpt", "optional_unwrapOpt", [ListOf(optional)], ListOf(Library.T), static (_, a) => Unwrap(a[0]))
            .Member("hasValue", "optional_hasValue", [optional], Bool, static (_, a) => CelValue.Of(a[0].Reference is not null))
            .Member("value", "optional_value", [optional], Library.T, static (_, a) => a[0].Reference is CelBox box ? box.Value : CelValue.Fail("optional.none() dereference"))
            .Member("or", "optional_or_optional", [optional, optional], optional, null)
            .Member("orValue", "optional_orValue_value", [optional, Library.T], Library.T, null)
            .Member("first", "list_first", [ListOf(Library.T)], optional, static (_, a) => At(a[0], 0))
            .Member("last", "list_last", [ListOf(Library.T)], optional, static (_, a) => At(a[0], Library.List(a[0]).Count - 1));
    }

    private static CelValue At(in CelValue list, int index) =>
        Library.List(list).Count == 0 ? CelValue.OptionalNone : CelValue.OptionalOf(Library.List(list)[index]);

    private static CelValue Unwrap(in CelValue value)
    {
        var list = Library.List(value);
        var present = new List<CelValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind != CelKind.Optional)
                return CelValue.Fail("value in list is not an optional");
            if (list[i].Reference is CelBox box)
                present.Add(box.Value);
        }

        return CelValue.Of(present.ToArray());
    }

    private static bool IsZero(in CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => value.Bits == 0,
        CelKind.Double => value.Double == 0,
        CelKind.String => value.String!.Length == 0,
        CelKind.Bytes => ((byte[])value.Reference!).Length == 0,
        CelKind.List => ((CelList)value.Reference!).Count == 0,
        CelKind.Map => ((CelMap)value.Reference!).Count == 0,
        CelKind.Timestamp => value.Int == Text.Timestamps.MinSeconds && value.Extra == 0,
        CelKind.Object => value.Reference is MadeObject { Fields.Count: 0 } or DocumentObject { Members.Count: 0 },
        CelKind.Optional => value.Reference is null,
        _ => false,
    };
}
