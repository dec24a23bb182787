using System.Globalization;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>The canonical form: integer mantissa, the largest suffix of the format that keeps it one.</summary>
internal static class QuantityPrinter
{
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    public static string Print(Int128 nanos, QuantityFormat format)
    {
        if (nanos == 0)
            return "0";
        if (format == QuantityFormat.BinarySI)
        {
            var (units, rest) = Int128.DivRem(nanos, Quantity.NanosPerUnit);
            // Small and fractional amounts have no exact binary form.
            if (rest == 0 && (units >= 1024 || units <= -1024))
                return Shrink(units, 1024, 0, Binary);
            format = QuantityFormat.DecimalSI;
        }

        if (format == QuantityFormat.DecimalSI)
            return Shrink(nanos, 1000, 0, Decimal);
        var exponent = -9;
        while (nanos % 1000 == 0)
        {
            nanos /= 1000;
            exponent += 3;
        }

        var mantissa = nanos.ToString(CultureInfo.InvariantCulture);
        return exponent == 0 ? mantissa : mantissa + "e" + exponent.ToString(CultureInfo.InvariantCulture);
    }

    private static string Shrink(Int128 value, int radix, int suffix, string[] suffixes)
    {
        while (suffix < suffixes.Length - 1 && value % radix == 0)
        {
            value /= radix;
            suffix++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + suffixes[suffix];
    }
}
