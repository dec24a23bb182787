namespace KubeSharp.Cel.Values;

/// <summary>A list that an expression made.</summary>
internal sealed class ArrayList(CelValue[] items) : CelList
{
    public static readonly ArrayList Empty = new([]);

    public override int Count => items.Length;

    public override CelValue this[int index] => items[index];
}
