namespace KubeSharp.SchemaBuilder;

/// <summary>What no document says and people know: pointers, and fields written or omitted against the rule.</summary>
internal sealed class HandFacts
{
    private readonly HashSet<string> pointers = [];
    private readonly HashSet<string> always = [];
    private readonly HashSet<string> omitted = [];
    private readonly HashSet<string> values = [];

    public HandFacts(string folder)
    {
        foreach (var words in Lines(Path.Combine(folder, "pointers.txt")))
            Add(pointers, words[0], words[1..]);
        foreach (var words in Lines(Path.Combine(folder, "written.txt")))
            Add(words[0] switch { "always" => always, "value" => values, _ => omitted }, words[1], words[2..]);
    }

    public bool IsPointer(string type, string field) => pointers.Contains(Key(type, field));

    public bool IsAlwaysWritten(string type, string field) => always.Contains(Key(type, field));

    public bool IsOmittedWhenEmpty(string type, string field) => omitted.Contains(Key(type, field));

    public bool IsHeldByValue(string type, string field) => values.Contains(Key(type, field));

    /// <summary>"io.k8s.api.core.v1.Pod" is "core.v1.Pod" in the hand-written files.</summary>
    private static string Key(string type, string field)
    {
        var words = type.Split('.');
        return $"{words[^3]}.{words[^2]}.{words[^1]}/{field}";
    }

    private static void Add(HashSet<string> set, string type, string[] fields)
    {
        foreach (var field in fields)
            set.Add($"{type}/{field}");
    }

    private static IEnumerable<string[]> Lines(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
