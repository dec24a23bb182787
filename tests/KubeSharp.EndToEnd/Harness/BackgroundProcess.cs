using System.Diagnostics;

namespace KubeSharp.EndToEnd.Harness;

/// <summary>A program that runs beside a test and ends with it.</summary>
internal sealed class BackgroundProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private BackgroundProcess(Process process) => _process = process;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public static BackgroundProcess Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        BackgroundProcess started = new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
        started._process.OutputDataReceived += (_, line) => started.Add(line.Data);
        started._process.ErrorDataReceived += (_, line) => started.Add(line.Data);
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Sends a signal by its name: TERM, STOP, CONT.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public Task TerminateAsync()
    {
        Signal("TERM");
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
