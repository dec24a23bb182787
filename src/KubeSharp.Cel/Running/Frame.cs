using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>The state of one evaluation: variables, and what it has cost so far.</summary>
internal sealed class Frame(CelActivation activation, int locals, long limit, CancellationToken cancellation)
{
    private const int CheckEvery = 100;

    private static readonly CelError CostExceeded = new(CelErrorKind.CostLimit, "operation cancelled: actual cost limit exceeded");
    private static readonly CelError Interrupted = new(CelErrorKind.Cancelled, "operation interrupted");

    private int ticks;

    public CelActivation Activation { get; } = activation;

    /// <summary>The variables of comprehensions.</summary>
    public CelValue[] Locals { get; } = locals == 0 ? [] : new CelValue[locals];

    public long Cost { get; private set; }

    /// <summary>Why the evaluation has to end; null while it may go on.</summary>
    public CelError? Stopped { get; private set; }

    public void Charge(long cost)
    {
        Cost += cost;
        if (Cost > limit || Cost < 0)
            Stopped ??= CostExceeded;
    }

    /// <summary>Whether a loop may take one more turn.</summary>
    public bool MayContinue()
    {
        if (++ticks % CheckEvery == 0 && cancellation.IsCancellationRequested)
            Stopped ??= Interrupted;
        return Stopped is null;
    }
}
