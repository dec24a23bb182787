namespace KubeSharp.ApiMachinery.Values;

/// <summary>Sign, digits, fraction, suffix: see the grammar in the Quantity reference.</summary>
internal static class QuantityParser
{
    /// <summary>2⁶³-1 units: what is finer than fits or larger than this is clamped, as Kubernetes does it.</summary>
    private static readonly Int128 Largest = (Int128)long.MaxValue * Quantity.NanosPerUnit;

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        var position = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            position++;
        }

        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        var whole = text[start..position];
        var fraction = default(ReadOnlySpan<char>);
        if (position < text.Length && text[position] == '.')
        {
            start = ++position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
                position++;
            fraction = text[start..position];
        }

        if (whole.Length + fraction.Length == 0 || !TrySuffix(text[position..], out var radix, out var exponent, out var format))
            return false;
        var magnitude = Scale(whole, fraction, radix, exponent);
        if (format == QuantityFormat.BinarySI && magnitude > 0 && magnitude < Quantity.NanosPerUnit)
            format = QuantityFormat.DecimalSI;
        quantity = new Quantity(negative ? -magnitude : magnitude, format);
        return true;
    }

    private static bool TrySuffix(ReadOnlySpan<char> suffix, out int radix, out int exponent, out QuantityFormat format)
    {
        (radix, exponent, format) = suffix switch
        {
            "" => (10, 0, QuantityFormat.DecimalSI),
            "n" => (10, -9, QuantityFormat.DecimalSI),
            "u" => (10, -6, QuantityFormat.DecimalSI),
            "m" => (10, -3, QuantityFormat.DecimalSI),
            "k" => (10, 3, QuantityFormat.DecimalSI),
            "M" => (10, 6, QuantityFormat.DecimalSI),
            "G" => (10, 9, QuantityFormat.DecimalSI),
            "T" => (10, 12, QuantityFormat.DecimalSI),
            "P" => (10, 15, QuantityFormat.DecimalSI),
            "E" => (10, 18, QuantityFormat.DecimalSI),
            "Ki" => (2, 10, QuantityFormat.BinarySI),
            "Mi" => (2, 20, QuantityFormat.BinarySI),
            "Gi" => (2, 30, QuantityFormat.BinarySI),
            "Ti" => (2, 40, QuantityFormat.BinarySI),
            "Pi" => (2, 50, QuantityFormat.BinarySI),
            "Ei" => (2, 60, QuantityFormat.BinarySI),
            _ => (0, 0, QuantityFormat.DecimalExponent),
        };
        if (radix != 0)
            return true;
        radix = 10;
        return suffix.Length > 1 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out exponent);
    }

    /// <summary>The magnitude in units of 10⁻⁹; what is finer is rounded up, so that nothing asked for becomes nothing given.</summary>
    private static Int128 Scale(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int radix, int exponent)
    {
        Int128 digits = 0;
        var power = 9 + (radix == 10 ? exponent : 0);
        var inexact = false;
        foreach (var part in (ReadOnlySpan<int>)[0, 1])
        {
            foreach (var c in part == 0 ? whole : fraction)
            {
                if (digits > Int128.MaxValue / 1_000_000_000_000)
                {
                    inexact |= c != '0';
                    power += part == 0 ? 1 : 0;
                    continue;
                }

                digits = (digits * 10) + (c - '0');
                power -= part;
            }
        }

        if (digits == 0)
            return 0;
        if (radix == 2 && Multiply(ref digits, (Int128)1 << exponent))
            return Largest;
        while (power < 0)
        {
            (digits, var rest) = Int128.DivRem(digits, 10);
            inexact |= rest != 0;
            power++;
            if (digits == 0)
                break;
        }

        for (; power > 0; power--)
        {
            if (Multiply(ref digits, 10))
                return Largest;
        }

        if (inexact)
            digits++;
        return digits;
    }

    private static bool Multiply(ref Int128 value, Int128 factor)
    {
        if (value > Int128.MaxValue / 4 / factor)
            return true;
        value *= factor;
        return false;
    }
}
