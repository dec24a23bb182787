using System.Globalization;
using System.Text;

namespace KubeSharp.Cel.Tests.Conformance;

/// <summary>Reads the text format of protocol buffers, as far as the conformance files use it.</summary>
internal sealed class TextProto(string text)
{
    private int at;

    public static TextMessage Parse(string text) => new TextProto(text).ReadFields(end: '\0');

    private TextMessage ReadFields(char end)
    {
        var message = new TextMessage();
        while (true)
        {
            SkipSpace();
            if (at >= text.Length || text[at] == end)
            {
                at++;
                return message;
            }

            ReadField(message);
        }
    }

    private void ReadField(TextMessage message)
    {
        var name = ReadName();
        SkipSpace();
        if (text[at] == ':')
            at++;
        SkipSpace();
        if (text[at] == '[')
        {
            at++;
            for (SkipSpace(); text[at] != ']'; SkipSpace())
                message.Add(name, ReadValue());
            at++;
        }
        else
        {
            message.Add(name, ReadValue());
        }
    }

    private string ReadName()
    {
        var start = at;
        if (text[at] == '[')
        {
            at = text.IndexOf(']', at) + 1;
            return text[start..at];
        }

        while (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')
            at++;
        return text[start..at];
    }

    private object ReadValue()
    {
        if (text[at] is '{' or '<')
        {
            at++;
            return ReadFields('}');
        }

        if (text[at] is not ('"' or '\''))
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('}' or ',' or ']' or ';' or '#'))
                at++;
            return text[start..at];
        }

        var content = new StringBuilder();
        while (at < text.Length && text[at] is '"' or '\'')
        {
            ReadString(content);
            SkipSpace();
        }

        return content.ToString();
    }

    private void ReadString(StringBuilder content)
    {
        var quote = text[at++];
        while (text[at] != quote)
        {
            if (text[at] != '\\')
            {
                foreach (var b in Encoding.UTF8.GetBytes(text[at..(at + (char.IsHighSurrogate(text[at]) ? 2 : 1))]))
                    content.Append((char)b);
                at += char.IsHighSurrogate(text[at]) ? 2 : 1;
                continue;
            }

            at++;
            switch (text[at])
            {
                case 'x':
                    content.Append((char)Convert.ToInt32(text.Substring(at + 1, 2), 16));
                    at += 3;
                    break;
                case 'u':
                    AppendRune(content, int.Parse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 5;
                    break;
                case 'U':
                    AppendRune(content, int.Parse(text.AsSpan(at + 1, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 9;
                    break;
                case >= '0' and <= '7':
                    var end = at;
                    while (end < at + 3 && text[end] is >= '0' and <= '7')
                        end++;
                    content.Append((char)Convert.ToInt32(text[at..end], 8));
                    at = end;
                    break;
                case var c:
                    content.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', _ => c });
                    at++;
                    break;
            }
        }

        at++;
    }

    private static void AppendRune(StringBuilder content, int value)
    {
        foreach (var b in Encoding.UTF8.GetBytes(new Rune(value).ToString()))
            content.Append((char)b);
    }

    private void SkipSpace()
    {
        while (at < text.Length)
        {
            if (text[at] == '#')
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
            else if (char.IsWhiteSpace(text[at]) || text[at] is ',' or ';')
                at++;
            else
                return;
        }
    }
}
