using BenchmarkDotNet.Attributes;
using KubeSharp.Storage.Collections;

namespace KubeSharp.Benchmarks.Store;

/// <summary>What one look-up, one changed version and one step of a walk cost in a map of 150,000 keys.</summary>
[MemoryDiagnoser]
public class PersistentMapBenchmarks
{
    private readonly string[] _keys = [.. Enumerable.Range(0, 150_000).Select(i => $"/registry/pods/namespace-{i % 100:D3}/pod-{i:D6}")];
    private PersistentMap<object> _map = PersistentMap<object>.Empty;
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        var builder = _map.ToBuilder();
        foreach (var key in _keys)
            builder.Set(key, key);
        _map = builder.ToMap();
    }

    [Benchmark]
    public bool Find() => _map.TryGetValue(Next(), out _);

    [Benchmark]
    public object SetOne() => _map.Set(Next(), this);

    [Benchmark(OperationsPerInvoke = 1500)]
    public int WalkANamespace()
    {
        var cursor = _map.SeekTo(KeyBound.Before("/registry/pods/namespace-050/"));
        var length = 0;
        for (var i = 0; i < 1500 && cursor.MoveNext(); i++)
            length += cursor.Key.Length;
        return length;
    }

    private string Next() => _keys[_next = (_next + 7919) % _keys.Length];
}
