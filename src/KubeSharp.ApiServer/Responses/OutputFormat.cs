namespace KubeSharp.ApiServer.Responses;

/// <summary>How the answer is written.</summary>
internal enum OutputFormat
{
    /// <summary>application/json.</summary>
    Json,

    /// <summary>application/yaml.</summary>
    Yaml,

    /// <summary>application/vnd.kubernetes.protobuf.</summary>
    Protobuf,
}
