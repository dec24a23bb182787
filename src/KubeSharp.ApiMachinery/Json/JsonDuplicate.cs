namespace KubeSharp.ApiMachinery.Json;

/// <summary>A member that an object named more than once; the last value was kept.</summary>
/// <param name="Owner">The object.</param>
/// <param name="Name">The repeated name.</param>
/// <param name="After">How many distinct members the object had when the repetition was met: its place in reading order.</param>
/// <param name="Path">Where it is, such as <c>spec.containers[0].name</c>.</param>
public sealed record JsonDuplicate(JsonObject Owner, string Name, int After, string Path);
