namespace KubeSharp.ApiServer.Reading;

/// <summary>The answer to reading one object.</summary>
/// <param name="Object">The object, or null if there is none.</param>
/// <param name="Revision">The revision that the answer holds for.</param>
internal readonly record struct ObjectAnswer(StoredObject? Object, long Revision);
