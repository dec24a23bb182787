namespace KubeSharp.ApiServer.Registry;

/// <summary>What is served of an API group.</summary>
internal enum ServedGroup
{
    /// <summary>Nothing: the group does not exist here.</summary>
    None,

    /// <summary>Versions without a resource.</summary>
    Empty,

    /// <summary>Built-in resources, perhaps with custom ones beside them.</summary>
    BuiltIn,

    /// <summary>Custom resources only: what the group does not serve is no path at all then.</summary>
    Custom,
}
