namespace KubeSharp.Storage.Transform;

/// <summary>A value as the users of a store know it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Stale">Whether it would be stored differently now, so that it ought to be written anew.</param>
public readonly record struct ReadableValue(ReadOnlyMemory<byte> Value, bool Stale = false);
