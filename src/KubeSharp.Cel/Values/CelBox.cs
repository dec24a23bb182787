namespace KubeSharp.Cel.Values;

/// <summary>A value on the heap, for what an optional holds.</summary>
internal sealed class CelBox(CelValue value)
{
    public CelValue Value { get; } = value;
}
