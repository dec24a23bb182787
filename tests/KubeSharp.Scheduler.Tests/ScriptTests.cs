using System.Text;

namespace KubeSharp.Scheduler.Tests;

/// <summary>
/// The golden scripts. To take over changed behaviour after reading the difference, run with KUBESHARP_REWRITE_SCRIPTS naming the folder.
/// </summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var name in typeof(ScriptTests).Assembly.GetManifestResourceNames())
                data.Add(name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scheduler_behaves_as_the_script_says(string name)
    {
        using var stream = typeof(ScriptTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var script = reader.ReadToEnd().ReplaceLineEndings("\n");
        var actual = Replay(script);
        if (Environment.GetEnvironmentVariable("KUBESHARP_REWRITE_SCRIPTS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name + ".script"), actual);
            return;
        }

        Assert.Equal(script, actual, ignoreLineEndingDifferences: true);
    }

    private static string Replay(string script)
    {
        var runner = new ScriptRunner();
        var actual = new StringBuilder();
        var command = new StringBuilder();
        var skipping = false;
        foreach (var line in script.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith('#') || line.Length == 0)
            {
                Flush();
                skipping = false;
                actual.Append(line).Append('\n');
            }
            else if (line == "----")
            {
                Flush();
                skipping = true;
            }
            else if (!skipping)
            {
                command.Append(line).Append('\n');
            }
        }

        Flush();
        return actual.ToString();

        void Flush()
        {
            if (command.Length == 0)
                return;
            var output = runner.Run(command.ToString());
            actual.Append(command);
            if (output.Length > 0)
                actual.Append("----\n").Append(output);
            command.Clear();
        }
    }
}
