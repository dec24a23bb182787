using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Registry;

/// <summary>How admission sees an object that is written through a subresource with a kind of its own: a Deployment as its Scale.</summary>
/// <param name="Kind">The kind of the subresource.</param>
/// <param name="Show">Makes the subresource's object of the whole.</param>
internal sealed record SubresourceView(GroupVersionKind Kind, Func<JsonObject, JsonObject> Show);
