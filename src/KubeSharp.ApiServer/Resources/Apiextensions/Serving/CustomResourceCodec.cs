using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>
/// One version's view of a custom resource. Reading prunes and defaults by the version that lies in the store, converts, and prunes by the version asked for;
/// what came of it is remembered with the object, so that each object is looked at once a version and definition. Writing goes the other way.
/// </summary>
internal sealed class CustomResourceCodec(CustomResourceVersions versions, string apiVersion) : IStoredCodec
{
    private readonly CustomResourceVersions versions = versions;

    /// <inheritdoc/>
    public IObjectVersions Versions => versions;

    /// <inheritdoc/>
    public bool TryRead(StoredObject stored, out StoredObject view)
    {
        for (var known = stored.Views; known is not null; known = known.Next)
        {
            if (!ReferenceEquals(known.Viewer, this)) continue;
            view = known.Seen;
            return true;
        }

        view = stored;
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<Result<IReadOnlyList<StoredObject>>> ReadAsync(IReadOnlyList<StoredObject> stored, CancellationToken cancellationToken)
    {
        var seen = new StoredObject[stored.Count];
        List<int>? others = null;
        List<JsonObject>? foreign = null;
        for (var i = 0; i < seen.Length; i++)
        {
            if (TryRead(stored[i], out seen[i])) continue;
            var document = Current(stored[i].Document);
            if (document.GetString("apiVersion") == apiVersion)
            {
                seen[i] = Remember(stored[i], document);
                continue;
            }

            (others ??= []).Add(i);
            (foreign ??= []).Add(document);
        }

        if (others is null) return seen;
        var converted = await versions.Converter.ConvertAsync(foreign!, apiVersion, cancellationToken);
        if (converted.Error is not null) return converted.Error;
        for (var i = 0; i < others.Count; i++) seen[others[i]] = Remember(stored[others[i]], Pruned(converted.Value![i], apiVersion));
        return seen;
    }

    /// <inheritdoc/>
    public async ValueTask<Result<byte[]>> EncodeAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var stored = Pruned(document, apiVersion);
        if (apiVersion != versions.StoredApiVersion)
        {
            var converted = await versions.Converter.ConvertAsync([stored.Clone()], versions.StoredApiVersion, cancellationToken);
            if (converted.Error is not null) return converted.Error;
            stored = converted.Value![0];
        }

        return StoredForm.Encode(versions.SchemaOf(versions.StoredApiVersion)!, stored);
    }

    // As the version that it was stored in has it today.
    private JsonObject Current(JsonObject document)
    {
        var version = document.GetString("apiVersion") ?? "";
        var current = Pruned(document.Clone(), version);
        if (versions.SchemaOf(version) is { } schema) SchemaDefaults.Apply(current, schema);
        return current;
    }

    // Metadata that broke its rules before they were checked stays as it is.
    private JsonObject Pruned(JsonObject document, string version) =>
        versions.SchemaOf(version) is { } schema ? DocumentDecoder.Decode(document, schema).Object ?? document : document;

    private StoredObject Remember(StoredObject stored, JsonObject document)
    {
        var seen = JsonValue.DeepEquals(document, stored.Document) ? stored : new StoredObject(stored.Key, stored.Revision, Sorted(document).ToUtf8Bytes());
        ObjectViews? others = null;
        for (var known = stored.Views; known is not null; known = known.Next)
        {
            // Views of the definition as it was are of no use any more.
            if (known.Viewer is CustomResourceCodec codec && ReferenceEquals(codec.versions, versions) && !ReferenceEquals(codec, this)) others = known with { Next = others };
        }

        stored.Views = new ObjectViews(this, seen, others);
        return seen;
    }

    // Defaults were added at the end.
    private JsonObject Sorted(JsonObject document) => Pruned(document, apiVersion);
}
