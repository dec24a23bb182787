using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests;

/// <summary>Who may do what, seen from outside.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync((options, folder) =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.Combine(folder, "sa.key");
        File.WriteAllText(file, key.ExportECPrivateKeyPem());
        return options with { ServiceAccountSigningKeyFile = file, EnableAdmissionPlugins = ["NodeRestriction"] };
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_refusal_says_who_cannot_do_what_and_where()
    {
        var (code, body) = await SendAsync("GET", "/api/v1/namespaces/default/pods", null, "jane");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal(
            "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
            body.GetString("message"));
        (_, body) = await SendAsync("GET", "/metrics", null, "jane");
        Assert.Equal("forbidden: User \"jane\" cannot get path \"/metrics\"", body.GetString("message"));
        (_, body) = await SendAsync("GET", "/api/v1/pods", null, "system:node:n", "system:nodes");
        Assert.EndsWith(": can only list/watch pods with spec.nodeName field selector", body.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_roles_are_there_and_count()
    {
        var (code, body) = await SendAsync("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:discovery");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("true", body.FindString("metadata", "annotations", "rbac.authorization.kubernetes.io/autoupdate"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "/apis", null, "jane")).Code);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "/api/v1/nodes", null, "system:kube-scheduler")).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("GET", "/api/v1/secrets", null, "system:kube-scheduler")).Code);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "/version", null, "system:anonymous")).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("GET", "/api", null, "system:anonymous")).Code);
    }

    [Fact]
    public async Task Nobody_grants_what_they_do_not_hold()
    {
        await Made("/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"writer"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["*"],"verbs":["*"]},{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""");
        await Made("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """{"metadata":{"name":"writer"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"writer"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"bob"}]}""");
        await Made("/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"narrow"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],"verbs":["create"]},{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""");
        await Made("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"metadata":{"name":"narrow"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"narrow"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"eve"}]}""");
        const string Roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";
        await Until(async () => (await SendAsync("POST", Roles, """{"metadata":{"name":"a"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""", "eve")).Code == HttpStatusCode.Created);
        var (code, body) = await SendAsync("POST", Roles, """{"metadata":{"name":"b"},"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]}""", "eve");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"b\" is forbidden: user \"eve\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}",
            body.GetString("message"));
        (code, body) = await SendAsync(
            "POST",
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            """{"metadata":{"name":"c"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},"subjects":[]}""",
            "eve");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Contains("{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}", body.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_gets_its_service_account_token_priority_and_tolerations()
    {
        await Made("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"},"imagePullSecrets":[{"name":"ps"}]}""");
        var pod = await Made("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var spec = pod.GetObject("spec")!;
        Assert.Equal("default", spec.GetString("serviceAccountName"));
        var volume = (JsonObject)Assert.Single(spec.GetArray("volumes")!);
        Assert.StartsWith("kube-api-access-", volume.GetString("name"), StringComparison.Ordinal);
        Assert.Equal(0, spec.GetInt64("priority"));
        Assert.Equal(2, spec.GetArray("tolerations")!.Count);
        var (code, body) = await SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"q"},"spec":{"serviceAccountName":"none","containers":[{"name":"c","image":"i"}]}}""");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal("pods \"q\" is forbidden: error looking up service account default/none: serviceaccount \"none\" not found", body.GetString("message"));
    }

    [Fact]
    public async Task Nothing_is_created_in_a_namespace_that_is_not_there()
    {
        var (code, body) = await SendAsync("POST", "/api/v1/namespaces/none/configmaps", """{"metadata":{"name":"c"}}""");
        Assert.Equal((HttpStatusCode.NotFound, "namespaces \"none\" not found"), (code, body.GetString("message")));
        (code, body) = await SendAsync("DELETE", "/api/v1/namespaces/default", null);
        Assert.Equal((HttpStatusCode.Forbidden, "namespaces \"default\" is forbidden: this namespace may not be deleted"), (code, body.GetString("message")));
    }

    [Fact]
    public async Task A_token_is_asked_for_and_reviewed()
    {
        await Made("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"robot"}}""");
        var request = await Made("/api/v1/namespaces/default/serviceaccounts/robot/token", """{"spec":{}}""");
        var token = request.FindString("status", "token");
        var review = await Made("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"}}""");
        Assert.Equal("system:serviceaccount:default:robot", review.FindString("status", "user", "username"));
        review = await Made("/apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"rubbish"}}""");
        Assert.Equal("invalid bearer token", review.FindString("status", "error"));
        var (_, who) = await SendAsync("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", "jane", "a");
        Assert.Equal("""["a","system:authenticated"]""", who.Find("status", "userInfo", "groups")!.ToString());
        var (_, keys) = await SendAsync("GET", "/openid/v1/jwks");
        Assert.Equal("EC", ((JsonObject)keys.GetArray("keys")![0]).GetString("kty"));
    }

    [Fact]
    public async Task A_review_says_what_may_be_done_and_why()
    {
        const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        var (_, review) = await SendAsync("POST", Path, """{"spec":{"nonResourceAttributes":{"path":"/apis","verb":"get"}}}""", "jane");
        Assert.Equal(
            "RBAC: allowed by ClusterRoleBinding \"system:discovery\" of ClusterRole \"system:discovery\" to Group \"system:authenticated\"",
            review.FindString("status", "reason"));
        var (code, fault) = await SendAsync("POST", Path, """{"spec":{}}""", "jane");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal(
            ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
            fault.GetString("message"));
        var (_, rules) = await SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{"namespace":"default"}}""", "jane");
        Assert.Equal(false, rules.GetObject("status")!.GetBool("incomplete"));
        Assert.Equal(2, rules.FindArray("status", "resourceRules")!.Count);
    }

    [Fact]
    public async Task An_impersonator_needs_the_right_to_be_the_other()
    {
        using var message = Request("GET", "/api/v1/pods", null, "jane");
        message.Headers.Add("Impersonate-Uid", "u");
        using var answer = await _server.Http.SendAsync(message);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var nameless = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
        nameless.Headers.Add("Impersonate-Group", "g");
        using var refused = await _server.Http.SendAsync(nameless);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(
            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"g\"}, Extra:map[string][]string(nil)} without impersonating a user name",
            JsonParser.ParseObject(await refused.Content.ReadAsByteArrayAsync()).GetString("message"));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(10, patience.Token);
    }

    private async Task<JsonObject> Made(string path, string body)
    {
        var (code, answer) = await SendAsync("POST", path, body);
        Assert.True(code == HttpStatusCode.Created, $"{code}: {answer}");
        return answer;
    }

    private async Task<(HttpStatusCode Code, JsonObject Body)> SendAsync(string method, string path, string? body = null, string? user = null, params string[] groups)
    {
        using var message = Request(method, path, body, user, groups);
        using var answer = await _server.Http.SendAsync(message);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return (answer.StatusCode, JsonParser.TryParse(bytes, out var value, out _) && value is JsonObject document ? document : []);
    }

    private static HttpRequestMessage Request(string method, string path, string? body, string? user, params string[] groups)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            message.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (user is not null)
            message.Headers.Add("Impersonate-User", user);
        foreach (var group in groups)
            message.Headers.Add("Impersonate-Group", group);
        return message;
    }
}
