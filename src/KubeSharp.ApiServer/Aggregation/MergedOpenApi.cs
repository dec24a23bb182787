using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Our OpenAPI documents with what other servers say of their groups.</summary>
internal static class MergedOpenApi
{
    /// <summary>The index of version 3 with the documents of others.</summary>
    public static byte[] Index(ReadOnlySpan<byte> own, RemoteApis apis)
    {
        var index = JsonParser.ParseObject(own);
        var paths = index.GetOrAddObject("paths");
        foreach (var api in apis.All)
        {
            if (api.OpenApiUrl is { } url) paths.Set($"apis/{api.Group}/{api.Version}", new JsonObject { { "serverRelativeURL", url } });
        }

        paths.SortMembers();
        return index.ToUtf8Bytes();
    }

    /// <summary>The document of version 2 with the paths of others below their groups, and the types that those need and we do not have.</summary>
    public static byte[] Version2(ReadOnlySpan<byte> own, RemoteApis apis)
    {
        var document = JsonParser.ParseObject(own);
        foreach (var api in apis.All)
        {
            if (api.OpenApiV2 is not { } other) continue;
            Add("paths", name => name.StartsWith($"/apis/{api.Group}/{api.Version}/", StringComparison.Ordinal) || name == $"/apis/{api.Group}/");
            Add("definitions", _ => true);
            Add("parameters", _ => true);

            void Add(string member, Func<string, bool> belongs)
            {
                var mine = document.GetOrAddObject(member);
                foreach (var (name, value) in other.GetObject(member) ?? [])
                {
                    if (belongs(name) && !mine.Contains(name)) mine.Set(name, value);
                }
            }
        }

        return document.ToUtf8Bytes();
    }
}
