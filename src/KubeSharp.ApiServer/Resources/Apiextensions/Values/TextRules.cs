using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Length, pattern and format of strings; of length and pattern the first fault counts.</summary>
internal static class TextRules
{
    public static ValueCheck? Check(string text, SchemaNode schema, string path)
    {
        if (schema.Count("maxLength") is { } most && Length(text) > most) return ValueCheck.Of(Fault.TooLong(path, most));
        if (schema.Count("minLength") is { } least && Length(text) < least)
            return ValueCheck.Of(Fault.Invalid(path, new JsonString(text), $"{path} in body should be at least {least} chars long"));
        if (schema.Pattern.Length > 0 && !schema.MatchesPattern(text))
            return ValueCheck.Of(Fault.Invalid(path, new JsonString(text), $"{path} in body should match '{schema.Pattern}'"));
        return null;
    }

    public static ValueCheck? CheckFormat(string text, SchemaNode schema, string path) => TextFormats.Fits(schema.CheckedFormat, text)
        ? null
        : ValueCheck.Of(Fault.WrongType(path, text, $"{path} in body must be of type {schema.CheckedFormat}: {KubeSharp.ApiMachinery.Text.GoText.Quote(text)}"));

    private static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
