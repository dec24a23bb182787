using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>The types of values at run time.</summary>
internal static class RuntimeTypes
{
    private static readonly CelType List = CelType.ListOf(CelType.Dyn);
    private static readonly CelType Map = CelType.MapOf(CelType.Dyn, CelType.Dyn);
    private static readonly CelType Optional = CelType.OptionalOf(CelType.Dyn);

    public static CelType TypeOf(in CelValue value) => value.Kind switch
    {
        CelKind.Null => CelType.Null,
        CelKind.Bool => CelType.Bool,
        CelKind.Int => CelType.Int,
        CelKind.Uint => CelType.Uint,
        CelKind.Double => CelType.Double,
        CelKind.String => CelType.String,
        CelKind.Bytes => CelType.Bytes,
        CelKind.Duration => CelType.Duration,
        CelKind.Timestamp => CelType.Timestamp,
        CelKind.List => List,
        CelKind.Map => Map,
        CelKind.Object => ((ICelObject)value.Reference!).Type,
        CelKind.Type => CelType.Type,
        CelKind.Optional => Optional,
        CelKind.Opaque => ((ICelOpaque)value.Reference!).Type,
        _ => CelType.Error,
    };

    /// <summary>Whether a value can be an argument for a parameter of this type.</summary>
    public static bool IsInstance(in CelValue value, CelType type) => type.Kind switch
    {
        CelTypeKind.Dyn or CelTypeKind.Parameter => true,
        CelTypeKind.Null => value.Kind == CelKind.Null,
        CelTypeKind.Bool => value.Kind == CelKind.Bool,
        CelTypeKind.Int => value.Kind == CelKind.Int,
        CelTypeKind.Uint => value.Kind == CelKind.Uint,
        CelTypeKind.Double => value.Kind == CelKind.Double,
        CelTypeKind.String => value.Kind == CelKind.String,
        CelTypeKind.Bytes => value.Kind == CelKind.Bytes,
        CelTypeKind.Duration => value.Kind == CelKind.Duration,
        CelTypeKind.Timestamp => value.Kind == CelKind.Timestamp,
        CelTypeKind.List => value.Kind == CelKind.List && IsListOf((CelList)value.Reference!, type.Parameters[0]),
        CelTypeKind.Map => value.Kind == CelKind.Map,
        CelTypeKind.Type => value.Kind == CelKind.Type,
        CelTypeKind.Object => value.Kind == CelKind.Object && ((ICelObject)value.Reference!).Type.Name == type.Name,
        CelTypeKind.Opaque when type.Name == "optional_type" => value.Kind == CelKind.Optional,
        CelTypeKind.Opaque => value.Kind == CelKind.Opaque && ((ICelOpaque)value.Reference!).Type.Name == type.Name,
        _ => false,
    };

    /// <summary>Elements decide between overloads of functions of lists, such as sums of ints and of durations.</summary>
    private static bool IsListOf(CelList list, CelType element)
    {
        if (element.Kind is CelTypeKind.Dyn or CelTypeKind.Parameter || list.Count == 0)
            return true;
        return IsInstance(list[0], element);
    }
}
