namespace KubeSharp.Kubelet.Server.Logs;

/// <summary>Finds where the last lines of a file begin, reading from its end.</summary>
internal static class LogTail
{
    private const int ChunkSize = 8 << 10;

    /// <summary>The offset at which the last <paramref name="lines"/> lines begin; 0 when the file has no more than that.</summary>
    public static long Find(Stream file, long lines)
    {
        if (lines == 0)
            return file.Length;
        var buffer = new byte[ChunkSize];
        var position = file.Length;
        long seen = 0;
        while (position > 0)
        {
            var size = (int)Math.Min(ChunkSize, position);
            position -= size;
            file.Position = position;
            file.ReadExactly(buffer, 0, size);
            for (var i = size - 1; i >= 0; i--)
            {
                // The newline that ends the file ends its last line and begins none.
                if (buffer[i] == '\n' && position + i != file.Length - 1 && ++seen == lines)
                    return position + i + 1;
            }
        }

        return 0;
    }
}
