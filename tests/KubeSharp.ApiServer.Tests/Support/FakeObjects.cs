using System.Collections.Concurrent;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>Objects in memory, for whatever reads through <see cref="IObjectLister"/>.</summary>
internal sealed class FakeObjects : IObjectLister
{
    private readonly ConcurrentDictionary<(string Group, string Resource, string Namespace, string Name), JsonObject> _objects = new();
    private readonly List<(string Group, string Resource, IObjectObserver Observer)> _observers = [];

    public FakeObjects Set(string group, string resource, string json)
    {
        var document = (JsonObject)JsonParser.Parse(json);
        var name = document.FindString("metadata", "name") ?? "";
        var ns = document.FindString("metadata", "namespace") ?? "";
        _objects[(group, resource, ns, name)] = document;
        foreach (var (g, r, observer) in _observers)
        {
            if (g == group && r == resource)
                observer.OnSet(ns, name, document);
        }

        return this;
    }

    public void Delete(string group, string resource, string ns, string name)
    {
        _objects.TryRemove((group, resource, ns, name), out _);
        foreach (var (g, r, observer) in _observers)
        {
            if (g == group && r == resource)
                observer.OnDeleted(ns, name);
        }
    }

    public JsonObject? Get(string group, string resource, string @namespace, string name) =>
        _objects.GetValueOrDefault((group, resource, @namespace, name));

    public ValueTask<JsonObject?> GetLatestAsync(string group, string resource, string @namespace, string name, CancellationToken cancellationToken) =>
        new(Get(group, resource, @namespace, name));

    public IReadOnlyList<JsonObject> List(string group, string resource, string @namespace = "") =>
    [
        .. _objects
            .Where(pair => pair.Key.Group == group && pair.Key.Resource == resource && (@namespace.Length == 0 || pair.Key.Namespace == @namespace))
            .OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => pair.Value),
    ];

    public IDisposable Observe(string group, string resource, IObjectObserver observer)
    {
        _observers.Add((group, resource, observer));
        foreach (var (key, document) in _objects)
        {
            if (key.Group == group && key.Resource == resource)
                observer.OnSet(key.Namespace, key.Name, document);
        }

        observer.OnSynced();
        return new Subscription();
    }

    private sealed class Subscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
