using System.Text;

namespace KubeSharp.ModelGenerator;

/// <summary>From Kubernetes' names to C# names.</summary>
internal static class Names
{
    public static string Namespace(string package)
    {
        var words = package.Split('.');
        return words[words.Length - 2] == "pkg"
            ? "KubeSharp.Models." + Capital(words[words.Length - 1])
            : "KubeSharp.Models." + Capital(words[words.Length - 2]) + "." + Capital(words[words.Length - 1]);
    }

    public static string Class(string type)
    {
        var dot = type.LastIndexOf('.');
        return "global::" + Namespace(type.Substring(0, dot)) + "." + type.Substring(dot + 1);
    }

    public static string Property(string field, string type)
    {
        var name = new StringBuilder();
        var upper = true;
        foreach (var c in field)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            name.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        var text = name.ToString();
        return text == type ? text + "Value" : text;
    }

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}
