using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>Where a simple JSON path leads within a schema: members by dots, keys of maps and odd names in brackets.</summary>
/// <param name="Node">The schema at its end; null if the path is wrong.</param>
/// <param name="Names">The members on the way.</param>
/// <param name="Problem">What is wrong with the path; null if nothing is.</param>
internal readonly record struct SchemaPath(SchemaNode? Node, IReadOnlyList<string> Names, string? Problem)
{
    private const string NoField = "does not refer to a valid field";
    private const string Ended = "unexpected end of JSON path";

    /// <summary>Follows a path.</summary>
    /// <param name="path">The path, such as <c>.spec.color</c> or <c>.spec['odd.name']</c>.</param>
    /// <param name="root">Where it begins.</param>
    /// <param name="allowBrackets">Whether brackets may be used.</param>
    public static SchemaPath Find(string path, SchemaNode root, bool allowBrackets)
    {
        var (node, names) = (root, new List<string>());
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            var token = Token(ref rest);
            if (token == "[" && !allowBrackets) return Wrong("array notation is not allowed");
            if (token is not ("[" or ".")) return Wrong($"expected [ or . but got: {token}");
            if (rest.IsEmpty) return Wrong(Ended);
            var name = Token(ref rest);
            if (token == "[")
            {
                if (name.Length < 2 || name[0] != '\'' || name[^1] != '\'') return Wrong($"expected single quoted string but got {GoText.Quote(name)}");
                name = name[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
                if (rest.IsEmpty) return Wrong(Ended);
                if (Token(ref rest) is not "]" and var other) return Wrong($"expected ] but got {other}");
            }

            var next = node.Properties.Count > 0 ? node.Property(name) : node.AdditionalProperties;
            if (next is null) return Wrong(NoField);
            names.Add(name);
            node = next;
        }

        return new SchemaPath(node, names, null);

        SchemaPath Wrong(string why) => new(null, names, why);
    }

    private static string Token(ref ReadOnlySpan<char> rest)
    {
        var length = 1;
        if (rest[0] == '\'')
        {
            while (length < rest.Length && (rest[length] != '\'' || rest[length - 1] == '\\')) length++;
            length = Math.Min(length + 1, rest.Length);
        }
        else if (rest[0] is not ('.' or '[' or ']'))
        {
            length = rest.IndexOfAny('.', '[', ']');
            if (length < 0) length = rest.Length;
        }

        var token = rest[..length].ToString();
        rest = rest[length..];
        return token;
    }
}
