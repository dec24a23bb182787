using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>A list at run time.</summary>
internal abstract class CelList
{
    public abstract int Count { get; }

    public abstract CelValue this[int index] { get; }

    /// <summary>What makes two lists equal and what their concatenation is.</summary>
    public virtual CelListSemantics Semantics => CelListSemantics.Atomic;

    /// <summary>The elements in an array of their own.</summary>
    public CelValue[] ToArray()
    {
        var items = new CelValue[Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = this[i];
        return items;
    }

    /// <summary>This list and then another; what that means depends on the semantics of this one.</summary>
    public virtual CelValue Concat(CelList other)
    {
        if (other.Count == 0)
            return CelValue.Of(this);
        if (Count == 0)
            return CelValue.Of(other);
        var items = new CelValue[Count + other.Count];
        for (var i = 0; i < Count; i++)
            items[i] = this[i];
        for (var i = 0; i < other.Count; i++)
            items[Count + i] = other[i];
        return CelValue.Of(new ArrayList(items));
    }

    /// <summary>Whether an element equals a value.</summary>
    public bool Contains(in CelValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Equality.AreEqual(this[i], value))
                return true;
        }

        return false;
    }
}
