using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Text;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Single values of the query, as Go's conversion reads them.</summary>
internal static class QueryValues
{
    /// <summary>A boolean: absent is null; present without a value is true.</summary>
    public static bool? Boolean(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0) return null;
        return values[0] is not ("false" or "0");
    }

    /// <summary>A whole number; absent is null.</summary>
    /// <returns>Why it is none, or null.</returns>
    public static StatusError? Int64(IQueryCollection query, string name, out long? number)
    {
        number = null;
        if (!query.TryGetValue(name, out var values) || values.Count == 0) return null;
        var text = values[0] ?? "";
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return StatusError.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: invalid syntax");
        }

        number = value;
        return null;
    }

    /// <summary>Text; absent is empty.</summary>
    public static string Text(IQueryCollection query, string name) => query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";
}
