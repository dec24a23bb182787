using CsCheck;
using KubeSharp.Storage.Collections;

namespace KubeSharp.Storage.Tests.Collections;

public sealed class PersistentMapTests
{
    private static readonly Gen<(string Key, bool Remove)[]> Changes =
        Gen.Select(Gen.Int[0, 400].Select(i => $"/k/{i:D3}"), Gen.Bool).Array[0, 800];

    [Fact]
    public void It_behaves_as_a_sorted_dictionary_and_its_versions_stay_as_they_were() => Changes.Sample(
        changes =>
        {
            var model = new SortedDictionary<string, int>(StoreKeyComparer.Instance);
            var map = PersistentMap<int>.Empty;
            var versions = new List<(PersistentMap<int> Map, KeyValuePair<string, int>[] Model)>();
            var builder = map.ToBuilder();
            for (var i = 0; i < changes.Length; i++)
            {
                var (key, remove) = changes[i];
                if (remove)
                {
                    Assert.Equal(model.Remove(key), builder.Remove(key));
                }
                else
                {
                    builder.Set(key, i);
                    model[key] = i;
                }

                if (i % 37 == 0)
                    versions.Add((builder.ToMap(), [.. model]));
            }

            versions.Add((builder.ToMap(), [.. model]));
            foreach (var (version, expected) in versions)
            {
                Assert.Equal(expected, All(version));
                Assert.Equal(expected.Length, version.Count);
                Assert.Equal(expected.Count(pair => pair.Key.StartsWith("/k/1")), version.CountPrefix("/k/1"));
                Assert.Equal(expected.Count(pair => string.CompareOrdinal(pair.Key, "/k/200") <= 0), version.CountBefore(KeyBound.After("/k/200")));
                Assert.Equal(expected.Where(pair => string.CompareOrdinal(pair.Key, "/k/1505") > 0), All(version, KeyBound.Before("/k/1505")));
                Assert.All(expected, pair => Assert.True(version.TryGetValue(pair.Key, out var value) && value == pair.Value));
                Assert.False(version.TryGetValue("/k/none", out _));
            }
        },
        iter: 200);

    [Fact]
    public void Keys_in_rising_order_fill_the_nodes()
    {
        var builder = PersistentMap<int>.Empty.ToBuilder();
        for (var i = 0; i < 100_000; i++)
            builder.Set($"/{i:D8}", i);
        var map = builder.ToMap();
        Assert.Equal(100_000, map.Count);
        Assert.Equal(50_000, map.CountBefore(KeyBound.Before("/00050000")));
        for (var i = 0; i < 100_000; i++)
            Assert.True(builder.Remove($"/{i:D8}"));
        Assert.Equal((0, 100_000), (builder.ToMap().Count, map.Count));
    }

    private static KeyValuePair<string, int>[] All(PersistentMap<int> map) => All(map, KeyBound.Before(""));

    private static KeyValuePair<string, int>[] All(PersistentMap<int> map, KeyBound from)
    {
        var pairs = new List<KeyValuePair<string, int>>();
        var cursor = map.SeekTo(from);
        while (cursor.MoveNext())
            pairs.Add(new(cursor.Key, cursor.Value));
        return [.. pairs];
    }
}
