namespace KubeSharp.Storage.Embedded;

/// <summary>Figures of an embedded store.</summary>
/// <param name="Keys">Keys in the index, those deleted inside the compaction window included.</param>
/// <param name="HistoryRevisions">Revisions that the next compactions will forget.</param>
/// <param name="Commits">Transactions since the start.</param>
/// <param name="Operations">Operations in them.</param>
/// <param name="FileBytes">The size of the file.</param>
/// <param name="LogBytes">The size of the write-ahead log.</param>
public sealed record EmbeddedStoreStatistics(int Keys, int HistoryRevisions, long Commits, long Operations, long FileBytes, long LogBytes);
