namespace KubeSharp.Cel.Checking;

/// <summary>A function or operator with its overloads.</summary>
/// <param name="Name">The name, which may have dots.</param>
/// <param name="Overloads">The signatures.</param>
internal sealed record Function(string Name, Overload[] Overloads);
