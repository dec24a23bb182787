namespace KubeSharp.ApiServer.Registry;

/// <summary>How often a fault of a changed object is found: upstream looks at objects of some kinds also as if they were new, and tells causes as often.</summary>
internal enum ChecksOnUpdate
{
    /// <summary>The object is looked at once, as changed.</summary>
    Changes,

    /// <summary>Its metadata is looked at also as if it were new.</summary>
    Metadata,

    /// <summary>All of it is looked at also as if it were new.</summary>
    AllTwice,
}
