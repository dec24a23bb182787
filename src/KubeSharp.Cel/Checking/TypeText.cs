using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>Types as the checker's messages print them.</summary>
internal static class TypeText
{
    public static string Of(CelType type) => type.Kind switch
    {
        CelTypeKind.Duration => "duration",
        CelTypeKind.Timestamp => "timestamp",
        CelTypeKind.Null => "null",
        CelTypeKind.Error => "!error!",
        _ when type.Parameters.Count == 0 => type.Name,
        _ => $"{type.Name}({string.Join(", ", type.Parameters.Select(Of))})",
    };

    /// <summary>The types of a call's arguments: <c>string.(int)</c> or <c>(string, int)</c>.</summary>
    public static string Signature(ReadOnlySpan<CelType> arguments, bool isMember)
    {
        var texts = new List<string>(arguments.Length);
        foreach (var argument in isMember ? arguments[1..] : arguments)
            texts.Add(Of(argument));
        var list = $"({string.Join(", ", texts)})";
        return isMember ? $"{Of(arguments[0])}.{list}" : list;
    }
}
