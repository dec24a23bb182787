using System.Text;

namespace KubeSharp.Cel.Types;

/// <summary>
/// How the names of JSON members are written in expressions.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#escaping"/>.
/// </summary>
public static class CelNames
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
        "package", "namespace", "return",
    };

    /// <summary>The name of a member in expressions; null when it cannot be named there.</summary>
    public static string? Escape(string jsonName)
    {
        if (jsonName.Length == 0 || char.IsAsciiDigit(jsonName[0]))
            return null;
        if (Keywords.Contains(jsonName))
            return $"__{jsonName}__";
        var plain = true;
        foreach (var c in jsonName)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-' or '/'))
                return null;
            plain &= char.IsAsciiLetterOrDigit(c);
        }

        if (plain)
            return jsonName;
        var text = new StringBuilder(jsonName.Length + 8);
        for (var i = 0; i < jsonName.Length; i++)
        {
            switch (jsonName[i])
            {
                case '_' when i + 1 < jsonName.Length && jsonName[i + 1] == '_':
                    text.Append("__underscores__");
                    i++;
                    break;
                case '.':
                    text.Append("__dot__");
                    break;
                case '-':
                    text.Append("__dash__");
                    break;
                case '/':
                    text.Append("__slash__");
                    break;
                case var c:
                    text.Append(c);
                    break;
            }
        }

        return text.ToString();
    }
}
