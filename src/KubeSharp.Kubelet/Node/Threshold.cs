using System.Globalization;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.Kubelet.Node;

/// <summary>An amount, or a share of a whole, such as 100Mi or 10%.</summary>
internal readonly record struct Threshold(long Amount, double Share)
{
    public static Threshold? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.EndsWith('%'))
        {
            return double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
                ? new Threshold(0, percent / 100) : null;
        }

        return Quantity.TryParse(text, out var quantity) ? new Threshold(quantity.Value, 0) : null;
    }

    /// <summary>The amount, given the whole.</summary>
    public long Of(long whole) => Share > 0 ? (long)(whole * Share) : Amount;
}
