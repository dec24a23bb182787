using System.Globalization;
using System.Text;

namespace KubeSharp.Controllers;

/// <summary>Indexes of a Job as its status writes them: <c>0-3,5,7-9</c>.</summary>
internal static class IndexSet
{
    /// <summary>Reads the text; parts that are no indexes, or not below <paramref name="completions"/>, are left out.</summary>
    public static SortedSet<int> Parse(string? text, int completions)
    {
        var set = new SortedSet<int>();
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!int.TryParse(dash < 0 ? part : part[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int first)) continue;
            int last = first;
            if (dash >= 0 && !int.TryParse(part[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out last)) continue;
            for (int i = first; i <= last && i < completions; i++) set.Add(i);
        }

        return set;
    }

    /// <summary>Writes the text.</summary>
    public static string Format(SortedSet<int> set)
    {
        var text = new StringBuilder();
        int? first = null;
        int last = 0;
        foreach (int index in set)
        {
            if (first is null)
            {
                first = index;
            }
            else if (index != last + 1)
            {
                Append(text, first.Value, last);
                first = index;
            }

            last = index;
        }

        if (first is not null) Append(text, first.Value, last);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int first, int last)
    {
        if (text.Length > 0) text.Append(',');
        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last == first) return;
        text.Append(last == first + 1 ? ',' : '-').Append(CultureInfo.InvariantCulture, $"{last}");
    }
}
