using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>
/// Values of a wrong type, worded as upstream words them after a strategic merge: there the merged map becomes an object without being JSON in between.
/// </summary>
internal static partial class StrategicFaults
{
    /// <summary>The fault that a decoder of JSON would find, in the other's words.</summary>
    public static string Reword(string fault)
    {
        if (Mismatch().Match(fault) is not { Success: true } match) return fault;
        var (sent, wanted) = (Kind(match.Groups["sent"].Value), match.Groups["wanted"].Value);
        if (wanted.StartsWith("[]", StringComparison.Ordinal)) return $"cannot restore slice from {sent}";
        if (wanted.StartsWith("map[", StringComparison.Ordinal)) return $"cannot restore map from {sent}";
        if (wanted is "string" or "int32" or "int64" or "bool" or "float64")
            return wanted == "string" && sent is "int64" or "float64" ? $"cannot convert {sent} to {wanted}" : $"unrecognized type: {wanted}";
        return $"cannot restore struct from: {sent}";
    }

    private static string Kind(string json) => json switch
    {
        "object" => "map",
        "array" => "slice",
        "number" => "int64",
        _ => json,
    };

    [GeneratedRegex(@"\Ajson: cannot unmarshal (?<sent>\w+)( \S+)? into Go (struct field \S+ of type|value of type) (?<wanted>.+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Mismatch();
}
