using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>A value of a library's own type. Equality is <see cref="object.Equals(object)"/>.</summary>
internal interface ICelOpaque
{
    CelType Type { get; }
}
