namespace KubeSharp.Scheduler.Framework;

/// <summary>The normalization most score plugins share.</summary>
internal static class ScoreNormalizer
{
    /// <summary>The best score a plugin gives.</summary>
    public const long MaxScore = 100;

    /// <summary>Scales scores so that the highest becomes 100; reversed, the highest becomes 0 and zero becomes 100.</summary>
    public static void ToHundred(Span<long> scores, bool reverse)
    {
        long max = 0;
        foreach (var score in scores)
            max = Math.Max(max, score);
        if (max == 0)
        {
            if (reverse)
                scores.Fill(MaxScore);
            return;
        }

        foreach (ref var score in scores)
        {
            score = MaxScore * score / max;
            if (reverse)
                score = MaxScore - score;
        }
    }
}
