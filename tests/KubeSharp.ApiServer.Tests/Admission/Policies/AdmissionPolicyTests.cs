using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests.Admission.Policies;

public sealed class AdmissionPolicyTests
{
    private const string Match = """
        "matchConstraints":{"resourceRules":[{"operations":["CREATE","UPDATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}
        """;

    [Theory]
    [InlineData("""{"expression":"has(object.data)","message":"no data"}""", 422, "no data")]
    [InlineData("""{"expression":"has(object.data)","messageExpression":"'no data in ' + namespaceObject.metadata.name"}""", 422, "no data in default")]
    [InlineData("""{"expression":"has(object.data)","reason":"Forbidden"}""", 403, "failed expression: has(object.data)")]
    [InlineData("""{"expression":"object.data.x == 'y'"}""", 422, "expression 'object.data.x == 'y'' resulted in error: no such key: data")]
    [InlineData("""{"expression":"variables.big"}""", 422, "failed expression: variables.big")]
    [InlineData("""{"expression":"request.userInfo.username == 'nobody'"}""", 422, "failed expression: request.userInfo.username == 'nobody'")]
    public async Task A_validation_that_fails_refuses_in_its_own_words(string validation, int code, string message)
    {
        await using var server = await TestServer.StartAsync();
        await PolicyAsync(server, "validating", $$"""{{Match}},"variables":[{"name":"big","expression":"size(object.metadata.name) > 100"}],"validations":[{{validation}}]""");
        await BindAsync(server, "validating", "\"validationActions\":[\"Deny\"]");
        var (actual, answer) = await CreateUntilAsync(server, (status, _) => status != 201);
        Assert.Equal(code, actual);
        Assert.EndsWith($"ValidatingAdmissionPolicy 'p' with binding 'b' denied request: {message}", answer.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_come_from_the_object_that_the_binding_names()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"limits"},"data":{"max":"3"}}""");
        await PolicyAsync(
            server,
            "validating",
            $$"""{{Match}},"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"validations":[{"expression":"size(object.metadata.name) <= int(params.data.max)"}]""");
        await BindAsync(server, "validating", """ "validationActions":["Deny"],"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"}""");
        var (code, _) = await CreateUntilAsync(server, (status, _) => status != 201);
        Assert.Equal(422, code);
        Assert.Equal(201, (await CreateAsync(server, "abc")).Code);
    }

    [Fact]
    public async Task A_parameter_that_is_missing_refuses_if_the_binding_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await PolicyAsync(server, "validating", $$"""{{Match}},"paramKind":{"apiVersion":"v1","kind":"Secret"},"validations":[{"expression":"true"}]""");
        await BindAsync(server, "validating", """ "validationActions":["Deny"],"paramRef":{"name":"missing","parameterNotFoundAction":"Deny"}""");
        var (_, answer) = await CreateUntilAsync(server, (status, _) => status != 201);
        Assert.EndsWith(
            "denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
            answer.GetString("message"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{metadata: Object.metadata{labels: {'by': 'policy'}}}"}}""", "metadata/labels/by")]
    [InlineData("""{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{op: 'add', path: '/data', value: {'by': 'policy'}}]"}}""", "data/by")]
    public async Task A_mutating_policy_changes_what_is_stored(string mutation, string path)
    {
        await using var server = await TestServer.StartAsync();
        await PolicyAsync(server, "mutating", $$"""{{Match}},"reinvocationPolicy":"Never","mutations":[{{mutation}}]""");
        await BindAsync(server, "mutating", "");
        var (code, made) = await CreateUntilAsync(server, (status, answer) => status != 201 || answer.FindString(path.Split('/')) is not null);
        Assert.True(code == 201, made.ToString());
        Assert.Equal("policy", made.FindString(path.Split('/')));
    }

    [Fact]
    public async Task A_mutation_of_something_replaced_as_a_whole_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await PolicyAsync(
            server,
            "mutating",
            """
            "matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},"reinvocationPolicy":"Never",
            "mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: 'a'}]}}"}}]
            """);
        await BindAsync(server, "mutating", "");
        JsonObject answer;
        var i = 0;
        do
        {
            (_, answer) = await SendAsync(
                server, "/api/v1/namespaces/default/serviceaccounts", $$$"""{"metadata":{"name":"sa-{{{i}}}"}}""");
            (_, answer) = await SendAsync(
                server,
                "/api/v1/namespaces/default/pods",
                $$$"""{"metadata":{"name":"p-{{{i}}}"},"spec":{"serviceAccountName":"sa-{{{i++}}}","containers":[{"name":"c","image":"i"}]}}""");
        }
        while (answer.GetString("kind") == "Pod" && i < 500);
        Assert.Contains(
            "policy 'p' with binding 'b' denied request: error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.tolerations",
            answer.GetString("message"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validating", """ "validations":[{"expression":"nope"}]""", "spec.validations[0].expression: Invalid value: \"nope\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')\n | nope\n | ^")]
    [InlineData("validating", """ "validations":[{"expression":"'text'"}]""", "spec.validations[0].expression: Invalid value: \"'text'\": must evaluate to bool")]
    [InlineData("mutating", """ "reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch"}]""", "spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch")]
    [InlineData("mutating", """ "reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"'text'"}}]""", "spec.mutations[0].applyConfiguration.expression: Invalid value: \"'text'\": must evaluate to Object but got string")]
    public async Task What_does_not_compile_is_refused_when_it_is_written(string kind, string spec, string fault)
    {
        await using var server = await TestServer.StartAsync();
        var (code, answer) = await SendAsync(server, $"/apis/admissionregistration.k8s.io/v1/{kind}admissionpolicies", Policy(kind, $"{Match},{spec}"));
        Assert.Equal(422, code);
        Assert.Contains(fault, answer.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_the_parameters_may_not_make_a_policy_of_them()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, "/apis/rbac.authorization.k8s.io/v1/clusterroles", """
            {"metadata":{"name":"policies"},"rules":[{"apiGroups":["admissionregistration.k8s.io"],"resources":["*"],"verbs":["*"]}]}
            """);
        await SendAsync(server, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """
            {"metadata":{"name":"policies"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"policies"},
             "subjects":[{"kind":"User","name":"jane","apiGroup":"rbac.authorization.k8s.io"}]}
            """);
        using var jane = new HttpClient(server.Component.CreateHandler(new() { Name = "jane", Groups = ["system:authenticated"] })) { BaseAddress = server.Http.BaseAddress };
        var body = Policy("validating", $$"""{{Match}},"paramKind":{"apiVersion":"v1","kind":"Secret"},"validations":[{"expression":"true"}]""");
        JsonObject answer;
        var attempts = 0;
        do
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await jane.PostAsync(new Uri("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", UriKind.Relative), content);
            answer = (JsonObject)JsonParser.Parse(await response.Content.ReadAsByteArrayAsync());
        }
        while (answer.GetString("reason") == "Forbidden" && attempts++ < 500);
        Assert.Contains(
            "spec.paramKind: Forbidden: user &{jane  [system:authenticated] map[]} must have \"get\" permission on all objects of the referenced paramKind (kind=Secret, apiVersion=v1)",
            answer.GetString("message"),
            StringComparison.Ordinal);
    }

    private static string Policy(string kind, string spec) =>
        $$$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{{Title(kind)}}}AdmissionPolicy","metadata":{"name":"p"},"spec":{{{{spec}}}}}""";

    private static string Title(string kind) => kind == "mutating" ? "Mutating" : "Validating";

    private static async Task PolicyAsync(TestServer server, string kind, string spec)
    {
        var (code, answer) = await SendAsync(server, $"/apis/admissionregistration.k8s.io/v1/{kind}admissionpolicies", Policy(kind, spec));
        Assert.True(code == 201, answer.ToString());
    }

    private static async Task BindAsync(TestServer server, string kind, string spec)
    {
        var comma = spec.Length == 0 ? "" : ",";
        var (code, answer) = await SendAsync(
            server,
            $"/apis/admissionregistration.k8s.io/v1/{kind}admissionpolicybindings",
            $$$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{{Title(kind)}}}AdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"p"{{{comma}}}{{{spec}}}}}""");
        Assert.True(code == 201, answer.ToString());
    }

    // A policy takes effect a moment after it is bound.
    private static async Task<(int Code, JsonObject Answer)> CreateUntilAsync(TestServer server, Func<int, JsonObject, bool> reached)
    {
        for (var i = 0; ; i++)
        {
            var (code, answer) = await CreateAsync(server, $"made-{i}");
            if (reached(code, answer) || i == 500) return (code, answer);
        }
    }

    private static Task<(int Code, JsonObject Answer)> CreateAsync(TestServer server, string name) =>
        SendAsync(server, "/api/v1/namespaces/default/configmaps", $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    private static async Task<(int Code, JsonObject Answer)> SendAsync(TestServer server, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return ((int)response.StatusCode, (JsonObject)JsonParser.Parse(await response.Content.ReadAsByteArrayAsync()));
    }
}
