namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>Divides the seats of the server among its priority levels. Pure.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#priority-level-concurrency</remarks>
internal static class ConcurrencyShares
{
    /// <summary>What each level may use when all are busy, what it keeps when it lends, and what it may reach by borrowing.</summary>
    /// <param name="levels">Shares and percentages of each level; a borrowing percentage of null borrows without limit.</param>
    /// <param name="total">The seats of the server.</param>
    public static SeatLimits[] Divide(IReadOnlyList<(int Shares, int LendablePercent, int? BorrowingPercent, bool Exempt)> levels, int total)
    {
        var sum = levels.Sum(level => (long)level.Shares);
        var limits = new SeatLimits[levels.Count];
        for (var i = 0; i < limits.Length; i++)
        {
            var (shares, lendable, borrowing, exempt) = levels[i];
            var nominal = sum == 0 ? 0 : (int)Math.Ceiling((double)total * shares / sum);
            var lent = (int)Math.Round(nominal * lendable / 100.0, MidpointRounding.AwayFromZero);
            var most = borrowing is { } percent && !exempt ? nominal + (int)Math.Round(nominal * percent / 100.0, MidpointRounding.AwayFromZero) : Math.Max(total, nominal);
            limits[i] = new SeatLimits(nominal, nominal - lent, Math.Min(most, Math.Max(total, nominal)));
        }

        return limits;
    }

    /// <summary>Lets busy levels borrow what others do not need now.</summary>
    /// <param name="levels">The limits of each level and how many seats it could use.</param>
    /// <param name="total">The seats to be divided.</param>
    /// <returns>The current limit of each level: never less than what it keeps, never more than it may borrow.</returns>
    public static int[] Lend(IReadOnlyList<(SeatLimits Limits, double Demand)> levels, int total)
    {
        var current = new double[levels.Count];
        var least = new double[levels.Count];
        for (var i = 0; i < current.Length; i++)
        {
            var (limits, demand) = levels[i];
            // Of what a level lends it gets back at once what it needs itself, up to its nominal share.
            least[i] = Math.Clamp(demand, limits.Least, limits.Nominal);
        }

        var left = total - least.Sum();
        if (left <= 0)
        {
            for (var i = 0; i < current.Length; i++) current[i] = least[i];
            return Round(current, levels);
        }

        // The rest goes to all in proportion to what they would like: the factor for which it just suffices is searched for.
        var (low, high) = (0.0, 1.0);
        while (Total(high) < total && high < 1e9) high *= 2;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (Total(middle) > total) high = middle;
            else low = middle;
        }

        for (var i = 0; i < current.Length; i++) current[i] = At(i, low);
        return Round(current, levels);

        double At(int i, double factor) => Math.Clamp(factor * Math.Max(levels[i].Demand, Math.Max(1, levels[i].Limits.Nominal)), least[i], Math.Max(least[i], levels[i].Limits.Most));

        double Total(double factor)
        {
            var sum = 0.0;
            for (var i = 0; i < levels.Count; i++) sum += At(i, factor);
            return sum;
        }
    }

    private static int[] Round(double[] current, IReadOnlyList<(SeatLimits Limits, double Demand)> levels) =>
        [.. current.Select((value, i) => Math.Max(levels[i].Limits.Least, (int)Math.Round(value)))];
}
