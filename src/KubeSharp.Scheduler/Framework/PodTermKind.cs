namespace KubeSharp.Scheduler.Framework;

/// <summary>The four kinds of pod affinity terms.</summary>
internal enum PodTermKind
{
    /// <summary>Must be near matching pods.</summary>
    RequiredAffinity,

    /// <summary>Must not be near matching pods.</summary>
    RequiredAntiAffinity,

    /// <summary>Would like to be near matching pods.</summary>
    PreferredAffinity,

    /// <summary>Would like not to be near matching pods.</summary>
    PreferredAntiAffinity,
}
