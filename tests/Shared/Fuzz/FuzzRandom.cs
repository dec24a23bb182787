namespace KubeSharp.Fuzz;

/// <summary>Choices of a seed: the same seed makes the same request.</summary>
internal sealed class FuzzRandom(int seed)
{
    private readonly Random random = new(seed);

    public int Next(int end) => random.Next(end);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public void Fill(Span<byte> bytes) => random.NextBytes(bytes);
}
