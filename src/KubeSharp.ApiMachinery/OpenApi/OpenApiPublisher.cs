using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>
/// The OpenAPI documents of what a server serves at one moment. Immutable and safe for concurrent use: when custom resources change, make
/// a new one from the new versions; documents of versions that are the same instances are carried over. Documents are made
/// when first asked for; the index needs their hashes only, which cost next to nothing.
/// </summary>
public sealed class OpenApiPublisher
{
    /// <summary>
    /// The media type of <see cref="V2Protobuf"/>. Clients ask with <see cref="V2ProtobufRequestType"/>, which is no valid media type:
    /// answers must carry this one, or clients before v1.29 fail to parse the header.
    /// </summary>
    public const string V2ProtobufMediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>What clients ask for when they want <see cref="V2Protobuf"/>.</summary>
    public const string V2ProtobufRequestType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    /// <summary>Distinguishes builds of this program: a new table or new texts mean new documents.</summary>
    private static readonly string Build = typeof(OpenApiPublisher).Module.ModuleVersionId.ToString("N");

    private readonly SortedDictionary<string, GroupVersionDefinition?> paths = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OpenApiDocument> documents = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<GroupVersionDefinition> versions;

    /// <summary>The documents of these versions.</summary>
    /// <param name="versions">What is served.</param>
    /// <param name="previous">The publisher this one replaces; null for the first.</param>
    public OpenApiPublisher(IReadOnlyList<GroupVersionDefinition> versions, OpenApiPublisher? previous = null)
    {
        this.versions = versions;
        foreach (var path in (string[])[".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version"])
            paths.Add(path, null);
        foreach (var version in versions)
        {
            paths.Add(PathOf(version), version);
            if (version.Group.Length > 0 && version.Resources.Any(r => !r.Custom))
                paths.TryAdd($"apis/{version.Group}", null);
        }

        if (previous is null)
            return;
        foreach (var (path, document) in previous.documents)
        {
            if (paths.TryGetValue(path, out var version) && previous.paths.TryGetValue(path, out var before) && ReferenceEquals(version, before))
                documents.TryAdd(path, document);
        }
    }

    /// <summary>The paths below /openapi/v3 that have a document, such as "apis/apps/v1".</summary>
    public IReadOnlyCollection<string> Paths => paths.Keys;

    /// <summary>The hash of all of them: the ETag of version 2.</summary>
    public string Hash => Digest(string.Join('\n', paths.Select(p => p.Key + HashOf(p.Key, p.Value))));

    /// <summary>The document of /openapi/v3, which the real server sends as text/plain.</summary>
    public byte[] Index()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, CompactJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("paths"u8);
            foreach (var (path, version) in paths)
            {
                writer.WriteStartObject(path);
                writer.WriteString("serverRelativeURL"u8, $"/openapi/v3/{path}?hash={HashOf(path, version)}");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The hash of a version 3 document, by which clients cache it; null when there is none.</summary>
    public string? HashOf(string path) => paths.TryGetValue(path, out var version) ? HashOf(path, version) : null;

    /// <summary>The version 3 document of a path such as "apis/apps/v1"; null when there is none.</summary>
    public OpenApiDocument? V3(string path)
    {
        if (!paths.TryGetValue(path, out var version))
            return null;
        return documents.GetOrAdd(path, _ => new OpenApiDocument(MakeV3(path, version, FieldDescriptions.Load()).ToUtf8Bytes(), HashOf(path, version)));
    }

    /// <summary>The version 2 document as JSON.</summary>
    public OpenApiDocument V2() => documents.GetOrAdd("v2", _ => new OpenApiDocument(MakeV2(FieldDescriptions.Load()).ToUtf8Bytes(), Hash));

    /// <summary>The version 2 document as <see cref="V2ProtobufMediaType"/>.</summary>
    public OpenApiDocument V2Protobuf() =>
        documents.GetOrAdd("v2.pb", _ => new OpenApiDocument(GnosticWriter.Write(MakeV2(FieldDescriptions.Load())), Hash));

    internal JsonObject MakeV3(string path, FieldDescriptions? descriptions) => MakeV3(path, paths[path], descriptions);

    internal JsonObject MakeV2(FieldDescriptions? descriptions)
    {
        var types = new TypeDocuments(2, descriptions);
        var all = new List<OpenApiPath> { RootPaths.Core, RootPaths.Groups, RootPaths.Version, RootPaths.Issuer, RootPaths.Keys };
        foreach (var path in paths.Keys)
        {
            if (path.StartsWith("apis/", StringComparison.Ordinal) && paths[path] is null)
                all.Add(RootPaths.Group(path["apis/".Length..]));
        }

        foreach (var version in versions)
        {
            AddCustom(version, types, 2);
            all.AddRange(ResourcePaths.Of(version));
        }

        return V2Document.Make(all, types);
    }

    private static JsonObject MakeV3(string path, GroupVersionDefinition? version, FieldDescriptions? descriptions)
    {
        var types = new TypeDocuments(3, descriptions)
        {
            SchemeVersions = version is null or { Group.Length: 0 } ? ["core/v1"] : ["core/v1", version.ApiVersion],
        };
        if (version is null)
        {
            return V3Document.Make(
                [path switch
                {
                    "api" => RootPaths.Core,
                    "apis" => RootPaths.Groups,
                    "version" => RootPaths.Version,
                    ".well-known/openid-configuration" => RootPaths.Issuer,
                    "openid/v1/jwks" => RootPaths.Keys,
                    _ => RootPaths.Group(path["apis/".Length..]),
                }],
                types);
        }

        AddCustom(version, types, 3);
        return V3Document.Make(ResourcePaths.Of(version), types);
    }

    private static void AddCustom(GroupVersionDefinition version, TypeDocuments types, int documentVersion)
    {
        foreach (var resource in version.Resources)
        {
            if (resource.Custom && resource.Schema.Name is null)
                CustomTypeDocuments.Add(resource, types, documentVersion);
        }
    }

    private static string PathOf(GroupVersionDefinition version) => version.Group.Length == 0 ? $"api/{version.Version}" : $"apis/{version.ApiVersion}";

    private static string HashOf(string path, GroupVersionDefinition? version)
    {
        var content = new StringBuilder(Build).Append(path);
        if (version is not null)
        {
            foreach (var resource in version.Resources)
            {
                content.Append('\n').Append(resource.Plural).Append(resource.Kind).Append(resource.Namespaced).AppendJoin(',', resource.Verbs);
                foreach (var subresource in resource.Subresources)
                    content.Append('/').Append(subresource.Name);
                if (resource.Schema.Source is { } source)
                    content.Append(source);
            }
        }

        return Digest(content.ToString());
    }

    private static string Digest(string content) => Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(content)));
}
