namespace KubeSharp.Tests.Waiting;

internal static class Eventually
{
    /// <summary>Returns as soon as something is so; fails if it never becomes so.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition()) await Task.Delay(2, limit.Token);
    }
}
