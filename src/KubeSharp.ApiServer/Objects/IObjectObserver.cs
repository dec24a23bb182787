using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Objects;

/// <summary>Hears of changes to the objects of a resource. Called by one thread at a time; must be quick and must not throw.</summary>
public interface IObjectObserver
{
    /// <summary>An object is there, new or changed.</summary>
    void OnSet(string @namespace, string name, JsonObject document);

    /// <summary>An object is gone.</summary>
    void OnDeleted(string @namespace, string name);

    /// <summary>Everything that was there at the start has been told.</summary>
    void OnSynced();
}
