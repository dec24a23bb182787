namespace KubeSharp.ApiServer.Responses;

/// <summary>What the answer is made of.</summary>
internal enum OutputShape
{
    /// <summary>The object itself.</summary>
    Object,

    /// <summary>meta.k8s.io Table: a row an object.</summary>
    Table,

    /// <summary>meta.k8s.io PartialObjectMetadata: no spec, no status.</summary>
    PartialMetadata,

    /// <summary>meta.k8s.io PartialObjectMetadataList.</summary>
    PartialMetadataList,
}
