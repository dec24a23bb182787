using System.Text;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>One line of comma-separated values (RFC 4180): quotes around a field, doubled inside it.</summary>
internal static class CsvLine
{
    /// <summary>The fields, with spaces before each dropped.</summary>
    public static List<string> Split(string line)
    {
        List<string> fields = [];
        var at = 0;
        while (at <= line.Length)
        {
            while (at < line.Length && line[at] == ' ')
                at++;
            if (at < line.Length && line[at] == '"')
            {
                fields.Add(Quoted(line, ref at));
                while (at < line.Length && line[at] != ',')
                    at++;
            }
            else
            {
                var end = line.IndexOf(',', at);
                if (end < 0)
                    end = line.Length;
                fields.Add(line[at..end].TrimEnd());
                at = end;
            }

            at++;
        }

        return fields;
    }

    private static string Quoted(string line, ref int at)
    {
        StringBuilder field = new();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                at++;
                break;
            }
        }

        return field.ToString();
    }
}
