namespace KubeSharp.ApiServer.FlowControl;

/// <summary>How much of the server a request takes up.</summary>
/// <param name="Seats">How many seats; at least 1.</param>
/// <param name="Afterwards">How long it keeps them after its answer: until those who watch have been told.</param>
internal readonly record struct WorkEstimate(int Seats, TimeSpan Afterwards)
{
    public static WorkEstimate One => new(1, TimeSpan.Zero);
}
