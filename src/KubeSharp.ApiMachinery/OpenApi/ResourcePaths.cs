using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>The paths and operations of a version's resources.</summary>
internal sealed class ResourcePaths(GroupVersionDefinition version)
{
    private static readonly string[] Plain = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
    private static readonly string[] CustomPlain = ["application/json", "application/yaml"];
    private static readonly string[] Streaming = [.. Plain, "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];
    private static readonly string[] CustomStreaming = [.. CustomPlain, "application/json;stream=watch"];
    private static readonly string[] PatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    private static readonly string[] CustomPatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    private readonly string prefix = OpenApiNames.Prefix(version);
    private readonly string tag = OpenApiNames.VersionTag(version);
    private readonly string root = version.Group.Length == 0 ? $"/api/{version.Version}" : $"/apis/{version.ApiVersion}";
    private readonly List<OpenApiPath> paths = [];

    public static IReadOnlyList<OpenApiPath> Of(GroupVersionDefinition version)
    {
        var builder = new ResourcePaths(version);
        builder.Add($"{builder.root}/", new OpenApiOperation
        {
            Method = "get",
            Id = $"get{builder.prefix}APIResources",
            Tag = builder.tag,
            AnswerType = OpenApiNames.Meta + "APIResourceList",
            Produces = Plain,
            Consumes = Plain,
        });
        foreach (var resource in version.Resources)
            builder.AddResource(resource);
        builder.paths.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return builder.paths;
    }

    private void AddResource(ResourceDefinition resource)
    {
        OpenApiParameter[] scope = resource.Namespaced ? [OpenApiParameters.Namespace, OpenApiParameters.Pretty] : [OpenApiParameters.Pretty];
        OpenApiParameter[] item = [OpenApiParameters.Name, .. scope];
        var subject = (resource.Namespaced ? "Namespaced" : "") + resource.Kind;
        var collection = resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : $"{root}/{resource.Plural}";
        var single = collection + "/{name}";
        var list = List(resource, $"list{prefix}{subject}", scope);
        Add(
            collection,
            resource.HasVerb("list") ? list : null,
            resource.HasVerb("create") ? Write(resource, "post", $"create{prefix}{subject}", OpenApiNames.TypeOf(resource), KindOf(resource), scope) : null,
            resource.HasVerb("deletecollection") ? DeleteCollection(resource, $"delete{prefix}Collection{subject}", scope) : null);
        if (resource.Namespaced && resource.HasVerb("list"))
        {
            Add($"{root}/{resource.Plural}", list with
            {
                Id = $"list{prefix}{resource.Kind}ForAllNamespaces",
                Parameters = [OpenApiParameters.Pretty, .. OpenApiParameters.List],
            });
        }

        Add(
            single,
            resource.HasVerb("get") ? Read(resource, $"read{prefix}{subject}", OpenApiNames.TypeOf(resource), KindOf(resource), item) : null,
            resource.HasVerb("update") ? Write(resource, "put", $"replace{prefix}{subject}", OpenApiNames.TypeOf(resource), KindOf(resource), item) : null,
            resource.HasVerb("delete") ? Delete(resource, $"delete{prefix}{subject}", item) : null,
            resource.HasVerb("patch") ? Patch(resource, $"patch{prefix}{subject}", OpenApiNames.TypeOf(resource), KindOf(resource), item) : null);
        if (resource.HasVerb("watch") && !resource.Custom)
            AddWatches(resource, subject, scope, item);
        foreach (var subresource in resource.Subresources)
            AddSubresource(resource, subresource, single, subject, item);
    }

    private void AddWatches(ResourceDefinition resource, string subject, OpenApiParameter[] scope, OpenApiParameter[] item)
    {
        var collection = resource.Namespaced ? $"namespaces/{{namespace}}/{resource.Plural}" : resource.Plural;
        var watch = List(resource, $"watch{prefix}{subject}List", scope) with { Action = "watchlist", AnswerType = OpenApiNames.Meta + "WatchEvent" };
        Add($"{root}/watch/{collection}", watch);
        if (resource.Namespaced)
        {
            Add($"{root}/watch/{resource.Plural}", watch with
            {
                Id = $"watch{prefix}{resource.Kind}ListForAllNamespaces",
                Parameters = [OpenApiParameters.Pretty, .. OpenApiParameters.List],
            });
        }

        Add($"{root}/watch/{collection}/{{name}}", watch with
        {
            Id = $"watch{prefix}{subject}",
            Action = "watch",
            Parameters = [.. item, .. OpenApiParameters.List],
        });
    }

    private void AddSubresource(
        ResourceDefinition resource, SubresourceDefinition subresource, string single, string subject, OpenApiParameter[] item)
    {
        var path = $"{single}/{subresource.Name}";
        var name = subject + OpenApiNames.Title(subresource.Name);
        if (subresource.Kind.EndsWith("Options", StringComparison.Ordinal))
        {
            AddConnect(resource, subresource, path, name);
            return;
        }

        var kind = (subresource.Group, subresource.Version, subresource.Kind);
        var type = OpenApiNames.TypeOfKind(subresource.Group, subresource.Version, subresource.Kind);
        if (subresource.Name == "log")
        {
            Add(path, Read(resource, $"read{prefix}{name}", type, kind, [.. item, .. OpenApiParameters.Options("PodLogOptions")]) with
            {
                AnswerType = null,
                Produces = ["text/plain", .. Plain],
            });
            return;
        }

        Add(
            path,
            subresource.Verbs.Contains("get") ? Read(resource, $"read{prefix}{name}", type, kind, item) : null,
            subresource.Verbs.Contains("create") ? Write(resource, "post", $"create{prefix}{name}", type, kind, item) : null,
            subresource.Verbs.Contains("update") ? Write(resource, "put", $"replace{prefix}{name}", type, kind, item) : null,
            subresource.Verbs.Contains("patch") ? Patch(resource, $"patch{prefix}{name}", type, kind, item) : null);
    }

    private void AddConnect(ResourceDefinition resource, SubresourceDefinition subresource, string path, string name)
    {
        string[] methods = subresource.Name == "proxy" ? ["get", "put", "post", "delete", "options", "head", "patch"] : ["get", "post"];
        List<OpenApiParameter> parameters = [OpenApiParameters.Name, .. OpenApiParameters.Options(subresource.Kind)];
        if (resource.Namespaced)
            parameters.Add(OpenApiParameters.Namespace);
        var operations = methods.Select(method => new OpenApiOperation
        {
            Method = method,
            Id = $"connect{prefix}{OpenApiNames.Title(method)}{name}",
            Tag = tag,
            Action = "connect",
            Kind = (subresource.Group, subresource.Version, subresource.Kind),
            Parameters = parameters,
            Produces = ["*/*"],
        }).ToList();
        paths.Add(new OpenApiPath(path, operations));
        if (subresource.Name == "proxy")
        {
            paths.Add(new OpenApiPath(
                path + "/{path}", [.. operations.Select(o => o with { Id = o.Id + "WithPath", Parameters = [.. parameters, OpenApiParameters.Path] })]));
        }
    }

    private OpenApiOperation List(ResourceDefinition resource, string id, OpenApiParameter[] scope) => new()
    {
        Method = "get",
        Id = id,
        Tag = tag,
        Action = "list",
        Kind = KindOf(resource),
        Parameters = [.. scope, .. OpenApiParameters.List],
        AnswerType = OpenApiNames.ListTypeOf(resource),
        // Lists that cannot be watched are not streamed.
        Produces = !resource.HasVerb("watch") ? Streaming : resource.Custom ? CustomStreaming : Streaming,
    };

    private OpenApiOperation Read(
        ResourceDefinition resource, string id, string type, (string Group, string Version, string Kind) kind, OpenApiParameter[] item) => new()
        {
            Method = "get",
            Id = id,
            Tag = tag,
            Action = "get",
            Kind = kind,
            // Custom resources can be read at a revision.
            Parameters = resource.Custom ? [.. item, .. OpenApiParameters.Select.Where(p => p.Name == "resourceVersion")] : item,
            AnswerType = type,
            Produces = resource.Custom ? CustomPlain : Plain,
        };

    private OpenApiOperation Write(
        ResourceDefinition resource, string method, string id, string type, (string Group, string Version, string Kind) kind,
        OpenApiParameter[] scope) => new()
        {
            Method = method,
            Id = id,
            Tag = tag,
            Action = method,
            Kind = kind,
            Parameters = [.. scope, .. OpenApiParameters.Write],
            Body = OpenApiBody.Object,
            BodyType = type,
            AnswerType = type,
            Codes = method == "post" ? ["200", "201", "202"] : ["200", "201"],
            Produces = resource.Custom ? CustomPlain : Plain,
        };

    private OpenApiOperation Patch(
        ResourceDefinition resource, string id, string type, (string Group, string Version, string Kind) kind, OpenApiParameter[] item) => new()
        {
            Method = "patch",
            Id = id,
            Tag = tag,
            Action = "patch",
            Kind = kind,
            Parameters = [.. item, .. OpenApiParameters.Patch],
            Body = OpenApiBody.Patch,
            BodyType = OpenApiNames.Meta + "Patch",
            AnswerType = type,
            // Creation by server-side apply; custom resources document the plain answer only.
            Codes = resource.Custom ? ["200"] : ["200", "201"],
            Produces = resource.Custom ? CustomPlain : Plain,
            Consumes = resource.Custom ? CustomPatchTypes : PatchTypes,
        };

    private OpenApiOperation Delete(ResourceDefinition resource, string id, OpenApiParameter[] item) => new()
    {
        Method = "delete",
        Id = id,
        Tag = tag,
        Action = "delete",
        Kind = KindOf(resource),
        Parameters = [.. item, .. OpenApiParameters.Delete],
        Body = OpenApiBody.DeleteOptions,
        BodyType = OpenApiNames.Meta + "DeleteOptions",
        AnswerType = resource.DeleteReturnsObject ? OpenApiNames.TypeOf(resource) : OpenApiNames.Meta + "Status",
        Codes = ["200", "202"],
        Produces = resource.Custom ? CustomPlain : Plain,
    };

    private OpenApiOperation DeleteCollection(ResourceDefinition resource, string id, OpenApiParameter[] scope) => new()
    {
        Method = "delete",
        Id = id,
        Tag = tag,
        Action = "deletecollection",
        Kind = KindOf(resource),
        Parameters = resource.Custom
            ? [.. scope, .. OpenApiParameters.List]
            : [.. scope, .. OpenApiParameters.Select, .. OpenApiParameters.Delete],
        Body = resource.Custom ? OpenApiBody.None : OpenApiBody.DeleteOptions,
        BodyType = OpenApiNames.Meta + "DeleteOptions",
        AnswerType = OpenApiNames.Meta + "Status",
        Produces = resource.Custom ? CustomPlain : Plain,
    };

    private static (string Group, string Version, string Kind) KindOf(ResourceDefinition resource) => (resource.Group, resource.Version, resource.Kind);

    private void Add(string path, params ReadOnlySpan<OpenApiOperation?> operations)
    {
        var present = new List<OpenApiOperation>();
        foreach (var operation in operations)
        {
            if (operation is not null)
                present.Add(operation);
        }

        if (present.Count > 0)
            paths.Add(new OpenApiPath(path, present));
    }
}
