using System.Collections.Concurrent;
using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>Connections that read beside the writer, lent to one caller at a time.</summary>
internal sealed class StoreReaders(string path) : IDisposable
{
    private const int Kept = 4;
    private readonly ConcurrentBag<StoreReader> _idle = [];
    private volatile bool _closed;

    /// <summary>Takes a reader; give it back with <see cref="Return"/>.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, or the store is closed.</exception>
    public StoreReader Take()
    {
        ThrowIfClosed();
        if (_idle.TryTake(out var reader))
            return reader;
        try
        {
            return new StoreReader(StoreFile.OpenReader(path));
        }
        catch (SqliteFaultException e)
        {
            throw Fault(e);
        }
    }

    /// <summary>Gives a reader back.</summary>
    public void Return(StoreReader reader, bool broken = false)
    {
        if (broken || _closed || _idle.Count >= Kept)
            reader.Dispose();
        else
            _idle.Add(reader);
        if (_closed)
            DisposeIdle();
    }

    /// <summary>The sentence for a read that failed.</summary>
    public StoreUnavailableException Fault(SqliteFaultException e) => new($"Reading {path} failed ({e.Message}); check the disk.", false, e);

    /// <inheritdoc />
    public void Dispose()
    {
        _closed = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }

    private void ThrowIfClosed()
    {
        if (_closed)
            throw new StoreUnavailableException("The store is closed.");
    }
}
