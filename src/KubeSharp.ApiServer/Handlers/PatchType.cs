namespace KubeSharp.ApiServer.Handlers;

/// <summary>The four kinds of patch.</summary>
internal enum PatchType
{
    /// <summary>application/json-patch+json (RFC 6902).</summary>
    Json,

    /// <summary>application/merge-patch+json (RFC 7396).</summary>
    Merge,

    /// <summary>application/strategic-merge-patch+json.</summary>
    StrategicMerge,

    /// <summary>application/apply-patch+yaml: server-side apply.</summary>
    Apply,
}
