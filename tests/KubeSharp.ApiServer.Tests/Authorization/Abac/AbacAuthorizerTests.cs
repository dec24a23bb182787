using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Abac;

namespace KubeSharp.ApiServer.Tests.Authorization.Abac;

public sealed class AbacAuthorizerTests
{
    private const string Policy = """
        # People
        {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"alice","namespace":"*","resource":"*","apiGroup":"*"}}
        {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"bob","namespace":"projects","resource":"pods","readonly":true}}

        {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"group":"ops","nonResourcePath":"/healthz*","readonly":true}}
        {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"eve","group":"ops","namespace":"x","resource":"secrets"}}
        {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"*","nonResourcePath":"/version"}}
        {"user":"old","resource":"services"}
        """;

    [Theory]
    [InlineData("alice", "", "delete", "apps", "deployments", "any", true)]
    [InlineData("bob", "", "list", "", "pods", "projects", true)]
    [InlineData("bob", "", "create", "", "pods", "projects", false)]
    [InlineData("bob", "", "get", "", "pods", "other", false)]
    [InlineData("bob", "", "get", "apps", "pods", "projects", false)]
    [InlineData("bob", "", "get", "", "secrets", "projects", false)]
    [InlineData("eve", "ops", "create", "", "secrets", "x", true)]
    [InlineData("eve", "", "create", "", "secrets", "x", false)]
    [InlineData("old", "", "create", "apps", "services", "any", true)]
    [InlineData("nobody", "", "get", "", "pods", "projects", false)]
    public async Task A_line_of_the_policy_allows_what_it_says(string user, string group, string verb, string apiGroup, string resource, string @namespace, bool allowed) =>
        Assert.Equal(allowed, await MayAsync(user, group, verb, apiGroup, resource, @namespace, ""));

    [Theory]
    [InlineData("carol", "ops", "get", "/healthz/ping", true)]
    [InlineData("carol", "ops", "post", "/healthz", false)]
    [InlineData("carol", "", "get", "/healthz", false)]
    [InlineData("carol", UserInfo.AuthenticatedGroup, "get", "/version", true)]
    [InlineData("carol", "", "get", "/version", false)]
    [InlineData("alice", "", "get", "/metrics", false)]
    public async Task Paths_are_allowed_by_name_or_beginning(string user, string group, string verb, string path, bool allowed) =>
        Assert.Equal(allowed, await MayAsync(user, group, verb, "", "", "", path));

    [Theory]
    [InlineData("{}\n{", "error reading policy file line 2: ")]
    [InlineData("""{"apiVersion":"v1","kind":"Policy"}""", "error reading policy file line 1: no kind \"Policy\" is registered for version \"v1\"")]
    public void A_line_that_is_no_policy_is_named(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => AbacPolicyReader.Read(text)).Message, StringComparison.Ordinal);

    private static async Task<bool> MayAsync(string user, string group, string verb, string apiGroup, string resource, string @namespace, string path)
    {
        var question = new AuthorizationAttributes
        {
            User = new UserInfo { Name = user, Groups = group.Length == 0 ? [] : [group] },
            IsResourceRequest = path.Length == 0,
            Verb = verb,
            ApiGroup = apiGroup,
            ApiVersion = "v1",
            Namespace = @namespace,
            Resource = resource,
            Subresource = "",
            Name = "",
            Path = path,
            FieldSelector = "",
            LabelSelector = "",
        };
        return (await new AbacAuthorizer(AbacPolicyReader.Read(Policy)).AuthorizeAsync(question, default)).IsAllowed;
    }
}
