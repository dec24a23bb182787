namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Takes lines. Called concurrently.</summary>
internal interface IAuditLine : IDisposable
{
    /// <summary>Writes one line and its end.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Write(ReadOnlySpan<byte> line);
}
