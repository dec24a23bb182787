namespace KubeSharp.Client;

/// <summary>
/// The answer formats that make a server reduce any object to its identity and metadata, so that a process can follow every resource
/// there is, custom ones too, without holding their contents.
/// See https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches.
/// </summary>
internal static class MetadataOnly
{
    public const string AcceptObject = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    public const string AcceptList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
}
