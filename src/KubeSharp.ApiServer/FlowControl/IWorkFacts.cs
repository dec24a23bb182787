namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What is known of resources, to estimate the work of a request.</summary>
internal interface IWorkFacts
{
    /// <summary>How many objects of a resource there are, and about how many bytes each has; null if that is not known.</summary>
    (long Count, long Bytes)? Objects(string group, string version, string resource, string @namespace);

    /// <summary>How many watch a resource.</summary>
    int Watchers(string group, string version, string resource);
}
