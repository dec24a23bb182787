using KubeSharp.ApiMachinery.Values;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A quantity.</summary>
internal sealed record QuantityValue(Quantity Quantity) : ICelOpaque
{
    public static readonly CelType CelType = CelType.Opaque("kubernetes.Quantity");

    public CelType Type => CelType;
}
