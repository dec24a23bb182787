namespace KubeSharp.Benchmarks.Measuring;

/// <summary>Something that takes turns.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Work">Does one piece of work for one worker.</param>
/// <param name="Processors">Whose processor time it uses.</param>
internal sealed record TurnThing(string Name, Func<int, Task> Work, IReadOnlyList<(string Name, Func<TimeSpan> Time)> Processors);
