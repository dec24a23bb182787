using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>What the variables of inference stand for so far, and which types fit which.</summary>
internal sealed class Unifier
{
    private Dictionary<string, CelType> bindings = new(StringComparer.Ordinal);
    private int fresh;

    public CelType Fresh() => CelType.Parameter($"_var{fresh++}");

    /// <summary>Whether a value of one type can stand where the other is asked for; variables are bound only if so.</summary>
    public bool Unify(CelType wanted, CelType given)
    {
        var before = new Dictionary<string, CelType>(bindings, StringComparer.Ordinal);
        if (Fits(wanted, given))
            return true;
        bindings = before;
        return false;
    }

    /// <summary>Whether all values of one list of types can stand where the other list is asked for.</summary>
    public bool Unify(ReadOnlySpan<CelType> wanted, ReadOnlySpan<CelType> given)
    {
        if (wanted.Length != given.Length)
            return false;
        var before = new Dictionary<string, CelType>(bindings, StringComparer.Ordinal);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!Fits(wanted[i], given[i]))
            {
                bindings = before;
                return false;
            }
        }

        return true;
    }

    public void Bind(CelType parameter, CelType type) => bindings[parameter.Name] = type;

    /// <summary>A type with its variables replaced by what they stand for; free ones stay, or become dyn.</summary>
    public CelType Substitute(CelType type, bool freeToDyn)
    {
        switch (type.Kind)
        {
            case CelTypeKind.Parameter:
                return bindings.TryGetValue(type.Name, out var bound) ? Substitute(bound, freeToDyn) : freeToDyn ? CelType.Dyn : type;
            case CelTypeKind.List:
                return Replace(type, CelType.ListOf, freeToDyn);
            case CelTypeKind.Map:
                var key = Substitute(type.Parameters[0], freeToDyn);
                var value = Substitute(type.Parameters[1], freeToDyn);
                return ReferenceEquals(key, type.Parameters[0]) && ReferenceEquals(value, type.Parameters[1]) ? type : CelType.MapOf(key, value);
            case CelTypeKind.Type when type.Parameters.Count == 1:
                return Replace(type, CelType.TypeOf, freeToDyn);
            case CelTypeKind.Opaque when type.Parameters.Count == 1:
                return Replace(type, p => CelType.Opaque(type.Name, p), freeToDyn);
            default:
                return type;
        }
    }

    /// <summary>The signature of an overload with variables of inference for its parameters: the arguments, then the result.</summary>
    public CelType[] Instantiate(Overload overload)
    {
        if (!overload.IsGeneric)
            return [.. overload.Parameters, overload.Result];
        var names = new Dictionary<string, CelType>(StringComparer.Ordinal);
        return [.. overload.Parameters.Select(p => Rename(p, names)), Rename(overload.Result, names)];
    }

    /// <summary>The type that covers both of two types that fit.</summary>
    public static CelType MostGeneral(CelType a, CelType b) => IsNoMoreSpecific(a, b) ? a : b;

    public static bool IsDynOrError(CelType type) => type.Kind is CelTypeKind.Dyn or CelTypeKind.Error;

    private CelType Replace(CelType type, Func<CelType, CelType> make, bool freeToDyn)
    {
        var inner = Substitute(type.Parameters[0], freeToDyn);
        return ReferenceEquals(inner, type.Parameters[0]) ? type : make(inner);
    }

    private CelType Rename(CelType type, Dictionary<string, CelType> names)
    {
        if (type.Kind == CelTypeKind.Parameter)
        {
            if (!names.TryGetValue(type.Name, out var variable))
                names[type.Name] = variable = Fresh();
            return variable;
        }

        return type.Kind switch
        {
            CelTypeKind.List => CelType.ListOf(Rename(type.Parameters[0], names)),
            CelTypeKind.Map => CelType.MapOf(Rename(type.Parameters[0], names), Rename(type.Parameters[1], names)),
            CelTypeKind.Type when type.Parameters.Count == 1 => CelType.TypeOf(Rename(type.Parameters[0], names)),
            CelTypeKind.Opaque when type.Parameters.Count == 1 => CelType.Opaque(type.Name, Rename(type.Parameters[0], names)),
            _ => type,
        };
    }

    private bool Fits(CelType a, CelType b)
    {
        if (b.Kind == CelTypeKind.Parameter)
        {
            if (a.Equals(b))
                return true;
            var wasBound = bindings.ContainsKey(b.Name);
            if (TryBind(b, a))
                return true;
            if (wasBound)
                return false;
        }

        if (a.Kind == CelTypeKind.Parameter)
            return TryBind(a, b);
        if (IsDynOrError(a) || IsDynOrError(b))
            return true;
        if (a.Kind == CelTypeKind.Null || b.Kind == CelTypeKind.Null)
            return TakesNull(a) && TakesNull(b);
        if (a.Kind != b.Kind)
            return false;
        switch (a.Kind)
        {
            case CelTypeKind.Type:
                return true;
            case CelTypeKind.Object:
                return a.Name == b.Name;
            case CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Opaque:
                if (a.Name != b.Name || a.Parameters.Count != b.Parameters.Count)
                    return false;
                for (var i = 0; i < a.Parameters.Count; i++)
                {
                    if (!Fits(a.Parameters[i], b.Parameters[i]))
                        return false;
                }

                return true;
            default:
                return true;
        }
    }

    private bool TryBind(CelType parameter, CelType type)
    {
        if (type.Equals(parameter))
            return true;
        if (bindings.TryGetValue(parameter.Name, out var bound))
        {
            if (!Fits(type, bound))
                return false;
            var general = MostGeneral(type, bound);
            if (!Mentions(general, parameter.Name))
                bindings[parameter.Name] = general;
            return true;
        }

        if (Mentions(type, parameter.Name))
            return false;
        bindings[parameter.Name] = type;
        return true;
    }

    private bool Mentions(CelType type, string parameter)
    {
        if (type.Kind == CelTypeKind.Parameter)
            return type.Name == parameter || (bindings.TryGetValue(type.Name, out var bound) && Mentions(bound, parameter));
        for (var i = 0; i < type.Parameters.Count; i++)
        {
            if (Mentions(type.Parameters[i], parameter))
                return true;
        }

        return false;
    }

    private static bool TakesNull(CelType type) => type.Kind is
        CelTypeKind.Null or CelTypeKind.Object or CelTypeKind.Opaque or CelTypeKind.Duration or CelTypeKind.Timestamp or CelTypeKind.Dyn;

    private static bool IsNoMoreSpecific(CelType a, CelType b)
    {
        if (a.Kind is CelTypeKind.Dyn or CelTypeKind.Parameter || (b.Kind == CelTypeKind.Null && TakesNull(a)))
            return true;
        if (b.Kind is CelTypeKind.Dyn or CelTypeKind.Parameter || a.Kind != b.Kind || a.Parameters.Count != b.Parameters.Count)
            return false;
        if (a.Kind == CelTypeKind.Type)
            return true;
        if (a.Name != b.Name)
            return false;
        for (var i = 0; i < a.Parameters.Count; i++)
        {
            if (!IsNoMoreSpecific(a.Parameters[i], b.Parameters[i]))
                return false;
        }

        return true;
    }
}
