namespace KubeSharp.Cel.Costs;

/// <summary>The least and the most that something costs. All arithmetic saturates.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most; <see cref="ulong.MaxValue"/> when unbounded.</param>
public readonly record struct CostRange(ulong Min, ulong Max)
{
    /// <summary>Both.</summary>
    public static CostRange operator +(CostRange a, CostRange b) => new(Add(a.Min, b.Min), Add(a.Max, b.Max));

    /// <summary>That many times.</summary>
    public static CostRange operator *(CostRange a, CostRange b) => new(Multiply(a.Min, b.Min), Multiply(a.Max, b.Max));

    /// <summary>A fixed cost.</summary>
    public static CostRange Of(ulong cost) => new(cost, cost);

    /// <summary>Either of two.</summary>
    public CostRange Union(CostRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>Scaled by a factor, rounded up.</summary>
    public CostRange Scale(double factor) => new(Scale(Min, factor), Scale(Max, factor));

    /// <summary>The sum, or the largest number there is.</summary>
    public static ulong Add(ulong a, ulong b) => ulong.MaxValue - a < b ? ulong.MaxValue : a + b;

    /// <summary>The product, or the largest number there is.</summary>
    public static ulong Multiply(ulong a, ulong b) => a != 0 && b > ulong.MaxValue / a ? ulong.MaxValue : a * b;

    private static ulong Scale(ulong value, double factor)
    {
        var scaled = Math.Ceiling(value * factor);
        return scaled >= 18446744073709551615.0 ? ulong.MaxValue : (ulong)scaled;
    }
}
