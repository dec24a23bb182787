namespace KubeSharp.ApiMachinery.Validation;

/// <summary>Checks the name of an object; answers messages, none when valid.</summary>
/// <param name="name">The name, or a prefix for generated names.</param>
/// <param name="prefix">Whether it is a prefix.</param>
public delegate string[] NameCheck(string name, bool prefix);
