using System.Text;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>
/// Expands $(NAME) in commands, arguments and values. $$ stands for one $; a reference to an unknown name stays as it is.
/// https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
/// </summary>
internal static class VariableExpansion
{
    public static string Expand(string text, Func<string, string?> lookup) => Expand(text, lookup, null);

    /// <summary>The same; names without a value are collected.</summary>
    public static string Expand(string text, Func<string, string?> lookup, ICollection<string>? missing)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == '$')
            {
                result.Append('$');
            }
            else if (text[i] == '(' && text.IndexOf(')', i + 1) is > 0 and var end)
            {
                var name = text[(i + 1)..end];
                if (lookup(name) is { } value)
                {
                    result.Append(value);
                }
                else
                {
                    missing?.Add(name);
                    result.Append("$(").Append(name).Append(')');
                }

                i = end;
            }
            else
            {
                result.Append('$').Append(text[i]);
            }
        }

        return result.ToString();
    }
}
