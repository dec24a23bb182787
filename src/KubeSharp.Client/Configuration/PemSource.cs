namespace KubeSharp.Client;

/// <summary>Text that lies in a file (read again when the file changes) or is given outright.</summary>
public sealed record PemSource
{
    /// <summary>The text itself, UTF-8; or null when it lies in a file.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The file; or null when <see cref="Data"/> is given.</summary>
    public string? Path { get; init; }

    /// <summary>The text as it is now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string Read() => Data is { } data ? System.Text.Encoding.UTF8.GetString(data.Span) : File.ReadAllText(Path!);

    /// <summary>Changes when the text may have changed.</summary>
    internal DateTime Version() => Path is null ? default : File.GetLastWriteTimeUtc(Path);
}
