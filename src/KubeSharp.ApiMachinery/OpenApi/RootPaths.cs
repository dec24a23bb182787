namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>The paths outside of resources: discovery roots, the version, the token issuer's documents.</summary>
internal static class RootPaths
{
    private static readonly string[] Plain = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    public static readonly OpenApiPath Core = Discovery("/api/", "getCoreAPIVersions", "core", "APIVersions");
    public static readonly OpenApiPath Groups = Discovery("/apis/", "getAPIVersions", "apis", "APIGroupList");
    public static readonly OpenApiPath Version = new("/version/",
    [
        new OpenApiOperation
        {
            Method = "get",
            Id = "getCodeVersion",
            Tag = "version",
            AnswerType = "io.k8s.apimachinery.pkg.version.Info",
            Produces = ["application/json"],
            Consumes = ["application/json"],
        },
    ]);

    public static readonly OpenApiPath Issuer =
        Issued("/.well-known/openid-configuration/", "getServiceAccountIssuerOpenIDConfiguration", "WellKnown", "application/json");

    public static readonly OpenApiPath Keys = Issued("/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset", "openid", "application/jwk-set+json");

    public static OpenApiPath Group(string group) =>
        Discovery($"/apis/{group}/", $"get{OpenApiNames.GroupPart(group)}APIGroup", OpenApiNames.GroupTag(group), "APIGroup");

    private static OpenApiPath Discovery(string path, string id, string tag, string type) => new(path,
    [
        new OpenApiOperation { Method = "get", Id = id, Tag = tag, AnswerType = OpenApiNames.Meta + type, Produces = Plain, Consumes = Plain },
    ]);

    private static OpenApiPath Issued(string path, string id, string tag, string type) =>
        new(path, [new OpenApiOperation { Method = "get", Id = id, Tag = tag, Produces = [type], Consumes = [] }]);
}
