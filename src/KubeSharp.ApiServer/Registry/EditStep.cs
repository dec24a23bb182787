namespace KubeSharp.ApiServer.Registry;

/// <summary>How a stretch of lines of one text became one of another.</summary>
/// <param name="Kind">Whether they are the same.</param>
/// <param name="A">The first line in the old text.</param>
/// <param name="AEnd">The line after the last in the old text.</param>
/// <param name="B">The first line in the new text.</param>
/// <param name="BEnd">The line after the last in the new text.</param>
internal readonly record struct EditStep(EditKind Kind, int A, int AEnd, int B, int BEnd);
