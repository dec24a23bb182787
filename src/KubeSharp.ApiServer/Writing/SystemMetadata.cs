using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>The members of metadata that belong to the server.</summary>
internal static class SystemMetadata
{
    /// <summary>Forgets what a creator says about the object's life, before anybody comes to own it.</summary>
    public static void Wipe(Metadata metadata)
    {
        foreach (var name in (ReadOnlySpan<string>)["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"]) metadata.Put(name, null);
    }

    /// <summary>What a new object gets, whatever its creator wrote.</summary>
    public static void Fill(Metadata metadata, WriteContext context)
    {
        metadata.Uid = Guid.NewGuid().ToString();
        metadata.CreationTimestamp = Timestamps.Now(context.Time);
        metadata.DeletionTimestamp = "";
        metadata.DeletionGracePeriodSeconds = null;
        metadata.Put("selfLink", null);
        if (!context.Resource.Namespaced) metadata.Put("namespace", null);
        else if (metadata.Namespace.Length == 0) metadata.Namespace = context.Namespace;
    }

    /// <summary>What an update may not change is put back, then the kind's rules have their say, then the generation is counted.</summary>
    public static void Keep(WriteContext context, JsonObject document, JsonObject old)
    {
        var metadata = new Metadata(document);
        var before = new Metadata(old);
        var strategy = context.Resource.Strategy;
        metadata.Generation = before.Generation;
        if (context.Subresource == "status") strategy.PrepareForStatusUpdate(context, document, old);
        else strategy.PrepareForUpdate(context, document, old);
        if (strategy.TracksGeneration && context.Subresource is not ("status" or "binding") && strategy.WantsOther(document, old)) metadata.Generation = before.Generation + 1;

        if (!context.Resource.Namespaced) metadata.Put("namespace", null);
        else if (metadata.Namespace.Length == 0) metadata.Namespace = before.Namespace;
        if (metadata.Uid.Length == 0) metadata.Uid = before.Uid;
        metadata.CreationTimestamp = before.CreationTimestamp;
        // Whoever is being deleted stays so. That a deletion begins so is refused later: these fields never change.
        if (before.DeletionTimestamp.Length > 0) metadata.DeletionTimestamp = before.DeletionTimestamp;
        metadata.DeletionGracePeriodSeconds ??= before.DeletionGracePeriodSeconds;
        metadata.Put("selfLink", null);
    }

    /// <summary>Whether anything but metadata differs, and but the status, unless that is a member like any other.</summary>
    public static bool WantsOther(JsonObject document, JsonObject old, bool statusCounts = false)
    {
        foreach (var (name, value) in document)
        {
            if ((statusCounts || name != "status") && name is not ("kind" or "apiVersion" or "metadata") && !JsonValue.DeepEquals(value, old[name])) return true;
        }

        foreach (var (name, _) in old)
        {
            if ((statusCounts || name != "status") && name is not ("kind" or "apiVersion" or "metadata") && !document.Contains(name)) return true;
        }

        return false;
    }
}
