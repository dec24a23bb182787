using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>An object whose fields are computed when asked for, such as the variables of an admission policy.</summary>
public interface ICelObject
{
    /// <summary>The type, with its name and fields.</summary>
    CelType Type { get; }

    /// <summary>The value of a field, by its name in expressions; false when it is unset. The value may be an error.</summary>
    bool TryGetField(string name, out CelValue value);
}
