using System.Text;
using System.Xml;

namespace KubeSharp.DescriptionBuilder;

/// <summary>The summaries of the package's model classes and their properties.</summary>
internal sealed class Documentation
{
    /// <summary>Stands for a line break inside a text, since a text is one line of the output.</summary>
    private const char Break = '\u0001';

    private readonly Dictionary<string, string> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal);

    public static Documentation Load(string path)
    {
        var result = new Documentation();
        using var reader = XmlReader.Create(path);
        while (reader.ReadToFollowing("member"))
        {
            var name = reader.GetAttribute("name")!;
            if (!name.StartsWith("T:k8s.Models.", StringComparison.Ordinal) && !name.StartsWith("P:k8s.Models.", StringComparison.Ordinal))
                continue;
            using var member = reader.ReadSubtree();
            if (!member.ReadToFollowing("summary"))
                continue;
            var text = Unwrap(Text(member.ReadSubtree()));
            var words = name["T:k8s.Models.".Length..].Split('.');
            if (name[0] == 'T')
                result.classes[words[0]] = text;
            else if (words.Length == 2)
                result.properties[Key(words[0], words[1])] = text;
        }

        return result;
    }

    /// <summary>The package's name of a type: V1Pod, or with the group in front where names collide (Corev1Event).</summary>
    public string? FindClass(string type)
    {
        var words = type.Split('.');
        var (group, version, name) = (words[^3], words[^2], words[^1]);
        foreach (var candidate in (string[])[Title(group) + version + name, Title(version) + name, name])
        {
            if (classes.ContainsKey(candidate) || properties.ContainsKey(Key(candidate, "kind")))
                return candidate;
        }

        return null;
    }

    public string OfClass(string name) => classes.GetValueOrDefault(name, "");

    public string? OfField(string className, string field) => properties.GetValueOrDefault(Key(className, field));

    /// <summary>Properties differ from fields in case and in signs, and some have a suffix that keeps them from being keywords.</summary>
    private static string Key(string className, string property)
    {
        var key = new StringBuilder(className).Append('.');
        foreach (var c in property)
        {
            if (char.IsLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
        }

        var text = key.ToString();
        return text.EndsWith("property", StringComparison.Ordinal) && property.EndsWith("Property", StringComparison.Ordinal) && property.Length > 8
            ? text[..^8]
            : text;
    }

    private static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Text(XmlReader reader)
    {
        var text = new StringBuilder();
        using (reader)
        {
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                    text.Append(reader.Value);
                else if (reader.NodeType == XmlNodeType.Element && reader.Name is "para" or "br")
                    text.Append("\n\n");
                else if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("langword") is { } word)
                    text.Append(word);
            }
        }

        return text.ToString();
    }

    /// <summary>The package wraps its texts; a blank line or the start of a list item is a break that was meant.</summary>
    private static string Unwrap(string text)
    {
        var result = new StringBuilder();
        var blank = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0)
            {
                blank = true;
                continue;
            }

            if (result.Length > 0)
            {
                if (blank)
                    result.Append(Break).Append(Break);
                else
                    result.Append(line[0] is '-' or '*' ? Break : ' ');
            }

            result.Append(line.Replace('\t', ' '));
            blank = false;
        }

        return result.ToString();
    }
}
