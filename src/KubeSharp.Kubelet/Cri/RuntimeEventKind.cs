namespace KubeSharp.Kubelet.Cri;

/// <summary>What a <see cref="RuntimeEvent"/> tells.</summary>
internal enum RuntimeEventKind
{
    /// <summary>The stream is open: from here on nothing is missed.</summary>
    Subscribed,

    /// <summary>The main process runs.</summary>
    Started,

    /// <summary>The main process ended.</summary>
    Exited,

    /// <summary>The kernel killed a process of it for want of memory.</summary>
    OutOfMemory,
}
