namespace KubeSharp.ApiServer.Reading;

/// <summary>Objects as of one revision.</summary>
/// <param name="Items">In the order of their keys.</param>
/// <param name="Revision">The revision that the page holds for.</param>
/// <param name="More">Whether the limit cut it off.</param>
/// <param name="Remaining">How many objects follow, if that is known (it is not when there is a filter).</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Items, long Revision, bool More = false, long? Remaining = null);
