namespace KubeSharp.ApiServer.Requests;

/// <summary>How long a request may take.</summary>
/// <param name="Duration">The whole time.</param>
/// <param name="Start">When it began, a timestamp of <paramref name="Time"/>.</param>
/// <param name="Time">The time.</param>
internal readonly record struct RequestLimit(TimeSpan Duration, long Start, TimeProvider Time)
{
    /// <summary>What is left, never negative.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Duration - Time.GetElapsedTime(Start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
