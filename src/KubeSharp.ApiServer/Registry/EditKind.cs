namespace KubeSharp.ApiServer.Registry;

/// <summary>What happened to a stretch of lines.</summary>
internal enum EditKind
{
    /// <summary>Nothing.</summary>
    Equal,

    /// <summary>They were taken out, put in, or both.</summary>
    Changed,
}
