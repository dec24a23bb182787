namespace KubeSharp.ApiServer.Reading;

/// <summary>What an object looks like to those who see it otherwise than it is stored. A list, short as a resource has versions.</summary>
/// <param name="Viewer">Who sees it so: a version of a definition as it was at some time.</param>
/// <param name="Seen">What it sees; the very object if nothing differs.</param>
/// <param name="Next">Other views.</param>
internal sealed record ObjectViews(object Viewer, StoredObject Seen, ObjectViews? Next);
