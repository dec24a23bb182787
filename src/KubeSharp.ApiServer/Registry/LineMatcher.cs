namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Matches lines as Python's difflib and its Go counterpart do (Ratcliff and Obershelp: the longest common stretch, then the same left and right of it),
/// so that differences are cut at the same places.
/// </summary>
internal sealed class LineMatcher
{
    // In long texts, lines that make up more than a hundredth of it say nothing about where one is.
    private const int PopularFrom = 200;

    private readonly IReadOnlyList<string> a;
    private readonly IReadOnlyList<string> b;
    private readonly Dictionary<string, List<int>> places = new(StringComparer.Ordinal);

    private LineMatcher(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        this.a = a;
        this.b = b;
        for (var i = 0; i < b.Count; i++)
        {
            if (!places.TryGetValue(b[i], out var list)) places.Add(b[i], list = []);
            list.Add(i);
        }

        if (b.Count < PopularFrom) return;
        foreach (var popular in places.Where(pair => pair.Value.Count > (b.Count / 100) + 1).Select(pair => pair.Key).ToArray()) places.Remove(popular);
    }

    /// <summary>The changes with some lines around them; changes that are near each other in one group.</summary>
    public static List<List<EditStep>> Groups(IReadOnlyList<string> a, IReadOnlyList<string> b, int context)
    {
        var steps = new LineMatcher(a, b).Steps();
        var groups = new List<List<EditStep>>();
        if (steps.TrueForAll(step => step.Kind == EditKind.Equal)) return groups;
        if (steps[0] is { Kind: EditKind.Equal } first)
        {
            steps[0] = first with { A = Math.Max(first.A, first.AEnd - context), B = Math.Max(first.B, first.BEnd - context) };
        }

        if (steps[^1] is { Kind: EditKind.Equal } last)
        {
            steps[^1] = last with { AEnd = Math.Min(last.AEnd, last.A + context), BEnd = Math.Min(last.BEnd, last.B + context) };
        }

        var group = new List<EditStep>();
        foreach (var step in steps)
        {
            var rest = step;
            if (step.Kind == EditKind.Equal && step.AEnd - step.A > 2 * context)
            {
                group.Add(step with { AEnd = Math.Min(step.AEnd, step.A + context), BEnd = Math.Min(step.BEnd, step.B + context) });
                groups.Add(group);
                group = [];
                rest = step with { A = Math.Max(step.A, step.AEnd - context), B = Math.Max(step.B, step.BEnd - context) };
            }

            group.Add(rest);
        }

        if (group.Count > 1 || (group.Count == 1 && group[0].Kind != EditKind.Equal)) groups.Add(group);
        return groups;
    }

    private List<EditStep> Steps()
    {
        var matches = new List<(int A, int B, int Length)>();
        Match(0, a.Count, 0, b.Count, matches);
        var steps = new List<EditStep>();
        var (i, j) = (0, 0);
        foreach (var (at, bt, length) in Joined(matches))
        {
            if (i < at || j < bt) steps.Add(new EditStep(EditKind.Changed, i, at, j, bt));
            (i, j) = (at + length, bt + length);
            if (length > 0) steps.Add(new EditStep(EditKind.Equal, at, i, bt, j));
        }

        return steps;
    }

    private List<(int A, int B, int Length)> Joined(List<(int A, int B, int Length)> matches)
    {
        var joined = new List<(int A, int B, int Length)>();
        var current = (A: 0, B: 0, Length: 0);
        foreach (var match in matches)
        {
            if (current.A + current.Length == match.A && current.B + current.Length == match.B)
            {
                current.Length += match.Length;
                continue;
            }

            if (current.Length > 0) joined.Add(current);
            current = match;
        }

        if (current.Length > 0) joined.Add(current);
        joined.Add((a.Count, b.Count, 0));
        return joined;
    }

    private void Match(int aFrom, int aTo, int bFrom, int bTo, List<(int A, int B, int Length)> matches)
    {
        var (at, bt, length) = Longest(aFrom, aTo, bFrom, bTo);
        if (length == 0) return;
        if (aFrom < at && bFrom < bt) Match(aFrom, at, bFrom, bt, matches);
        matches.Add((at, bt, length));
        if (at + length < aTo && bt + length < bTo) Match(at + length, aTo, bt + length, bTo, matches);
    }

    private (int A, int B, int Length) Longest(int aFrom, int aTo, int bFrom, int bTo)
    {
        var best = (A: aFrom, B: bFrom, Length: 0);
        var lengths = new Dictionary<int, int>();
        for (var i = aFrom; i < aTo; i++)
        {
            var next = new Dictionary<int, int>();
            foreach (var j in places.GetValueOrDefault(a[i]) ?? [])
            {
                if (j < bFrom) continue;
                if (j >= bTo) break;
                var length = next[j] = lengths.GetValueOrDefault(j - 1) + 1;
                if (length > best.Length) best = (i - length + 1, j - length + 1, length);
            }

            lengths = next;
        }

        // What is popular could not start a match, but may lengthen it.
        while (best.A > aFrom && best.B > bFrom && a[best.A - 1] == b[best.B - 1]) best = (best.A - 1, best.B - 1, best.Length + 1);
        while (best.A + best.Length < aTo && best.B + best.Length < bTo && a[best.A + best.Length] == b[best.B + best.Length]) best.Length++;
        return best;
    }
}
