using System.Diagnostics;

namespace KubeSharp.EndToEnd.Harness;

/// <summary>Waits for a condition of the cluster to hold.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Asks until <paramref name="holds"/> accepts the answer, and returns it. The limit is what makes a broken cluster fail
    /// rather than hang; no test depends on its length.
    /// </summary>
    public static async Task<T> BecomesAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> holds, TimeSpan? limit = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (holds(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(start) > (limit ?? TimeSpan.FromMinutes(2)))
                throw new TimeoutException($"{what} did not come true; the last answer was:\n{answer}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
