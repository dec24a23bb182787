namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>How many seats a priority level may have.</summary>
/// <param name="Nominal">Its share.</param>
/// <param name="Least">What it keeps however much it lends.</param>
/// <param name="Most">What it may reach by borrowing.</param>
internal readonly record struct SeatLimits(int Nominal, int Least, int Most);
