namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>The standard output, for <c>--audit-log-path=-</c>.</summary>
internal sealed class StandardOutputLine : IAuditLine
{
    private readonly Lock gate = new();
    private readonly Stream output = Console.OpenStandardOutput();

    public void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            output.Write(line);
            output.WriteByte((byte)'\n');
            output.Flush();
        }
    }

    public void Dispose() => output.Dispose();
}
