namespace KubeSharp.Cel.Values;

/// <summary>A map at run time.</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    public abstract CelValue KeyAt(int position);

    public abstract CelValue ValueAt(int position);

    public abstract bool TryGet(in CelValue key, out CelValue value);

    /// <summary>The value of a string key.</summary>
    public virtual bool TryGet(string key, out CelValue value) => TryGet(CelValue.Of(key), out value);
}
