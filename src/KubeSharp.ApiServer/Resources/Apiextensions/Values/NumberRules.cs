using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Range and step of numbers. Whole numbers are compared as such, all others as doubles.</summary>
internal static class NumberRules
{
    public static ValueCheck Check(JsonNumber number, SchemaNode schema, string path)
    {
        var result = new ValueCheck { Matches = 1 };
        var type = schema.IntOrString ? "integer" : schema.Type;
        // 1.0 is written as Go writes it: 1.
        Range(number.TryGetInt64(out _) ? number.Text : JsonNumber.Of(number.ToDouble()).Text, "Checked value");
        if (schema.Number("multipleOf") is { } step)
        {
            Range(JsonNumber.Of(step).Text, "MultipleOf value");
            if (step < 0) result.Add(Fault.Invalid(path, JsonNumber.Of(step), $"factor MultipleOf declared for {path} must be positive: {GoText.Float(step)}"));
            else if (!IsMultiple(number, step)) Add($"should be a multiple of {Shown(step, number)}");
        }

        if (schema.Number("maximum") is { } most)
        {
            Range(JsonNumber.Of(most).Text, "Maximum boundary value");
            var strict = schema.Source.GetBool("exclusiveMaximum") == true;
            var order = Compare(number, most);
            if (order > 0 || (strict && order == 0)) Add($"should be less than {(strict ? "" : "or equal to ")}{Shown(most, number)}");
        }

        if (schema.Number("minimum") is { } least)
        {
            Range(JsonNumber.Of(least).Text, "Minimum boundary value");
            var strict = schema.Source.GetBool("exclusiveMinimum") == true;
            var order = Compare(number, least);
            if (order < 0 || (strict && order == 0)) Add($"should be greater than {(strict ? "" : "or equal to ")}{Shown(least, number)}");
        }

        return result;

        void Add(string what) => result.Add(Fault.Invalid(path, number, $"{path} in body {what}"));

        void Range(string text, string what)
        {
            if (type == "integer")
            {
                var fits = schema.CheckedFormat == "int32" ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
                var format = schema.CheckedFormat is "int32" or "int64" ? $"with format {schema.CheckedFormat}" : "(default format)";
                if (!fits) result.AddLoose($"{what} must be of type integer {format} in {path}");
            }
            else if (schema.CheckedFormat == "float" && Math.Abs(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)) > float.MaxValue)
            {
                result.AddLoose($"{what} must be of type {type} with format float in {path}");
            }
        }
    }

    private static string Shown(double limit, JsonNumber number) =>
        number.TryGetInt64(out _) ? Whole(limit).ToString(CultureInfo.InvariantCulture) : GoText.Float(limit);

    private static long Whole(double limit) => limit >= long.MaxValue ? long.MaxValue : limit <= long.MinValue ? long.MinValue : (long)limit;

    private static int Compare(JsonNumber number, double limit) =>
        number.TryGetInt64(out var whole) ? whole.CompareTo(Whole(limit)) : number.ToDouble().CompareTo(limit);

    private static bool IsMultiple(JsonNumber number, double step)
    {
        if (number.TryGetInt64(out var whole) && Whole(step) is not 0 and var factor) return whole % factor == 0;
        var value = number.ToDouble();
        return double.IsInteger(step < 1 ? 1 / step * value : value / step);
    }
}
