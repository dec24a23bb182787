using System.Diagnostics;
using KubeSharp.Storage;
using KubeSharp.Tests.Linearizability;

namespace KubeSharp.Benchmarks.Store;

/// <summary>Histories one after another, each on keys of its own, as a key holds nothing when its history begins.</summary>
internal sealed class LinearizabilityTally(int rounds, int calls, int seed)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _done;
    private long _answered;
    private long _unknown;
    private long _lists;
    private int _faults;

    /// <summary>Notes a fault that was injected.</summary>
    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>Runs all; stops where something cannot be explained.</summary>
    /// <param name="store">The store.</param>
    /// <param name="faults">Injects faults until the recorder is done.</param>
    /// <returns>Whether there was such a thing.</returns>
    public async Task<bool> RunAsync(IStore store, Func<Random, Task, Task> faults)
    {
        for (; _done < rounds; _done++)
        {
            var recorder = new HistoryRecorder(store, seed + _done, $"/k/{_done}/");
            var findings = await HistoryCheck.RunAsync(store, recorder, calls, recording => faults(new Random(seed + _done), recording), CancellationToken.None);
            _answered += recorder.Calls;
            _unknown += recorder.Unknown;
            _lists += recorder.Lists.Count;
            foreach (var finding in findings) Console.WriteLine(finding);
            if (findings.Count > 0) return true;
            if (_done % 20 == 19) await Console.Error.WriteLineAsync($"{this}");
        }

        return false;
    }

    public override string ToString() =>
        $"{_done} histories, {_answered} answers explained ({_unknown} of unknown outcome, {_lists} lists), {_faults} faults injected, in {_clock.Elapsed.TotalSeconds:F0} s";
}
