namespace KubeSharp.Controllers;

/// <summary>
/// Does something many times in batches of 1, 2, 4, ... and stops after the first batch with a failure: a quota that refuses the first
/// pod is asked once, not a hundred times.
/// </summary>
internal static class SlowStart
{
    /// <summary>Answers with how many succeeded and the first failure.</summary>
    public static async Task<(int Succeeded, Exception? Error)> RunAsync(int count, Func<int, Task> action)
    {
        int done = 0;
        for (int batch = Math.Min(count, 1); batch > 0; batch = Math.Min(2 * batch, count - done))
        {
            var tasks = new Task[batch];
            for (int i = 0; i < batch; i++) tasks[i] = Invoke(action, done + i);
            int succeeded = 0;
            Exception? error = null;
            foreach (Task task in tasks)
            {
                try
                {
                    await task.ConfigureAwait(false);
                    succeeded++;
                }
                catch (Exception e)
                {
                    error ??= e;
                }
            }

            done += succeeded;
            if (error is not null) return (done, error);
        }

        return (done, null);
    }

    private static async Task Invoke(Func<int, Task> action, int index) => await action(index).ConfigureAwait(false);
}
