using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Tests.Audit;

public sealed class AuditPolicyTests
{
    private const string Head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n";

    [Theory]
    [InlineData("{level: Metadata}", "get core pods - ns a", true)]
    [InlineData("{level: Metadata, users: [jane]}", "get core pods - ns a", true)]
    [InlineData("{level: Metadata, users: [joe]}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, userGroups: [x, dev]}", "get core pods - ns a", true)]
    [InlineData("{level: Metadata, userGroups: [x]}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, verbs: [list]}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, namespaces: [ns]}", "get core pods - ns a", true)]
    [InlineData("{level: Metadata, namespaces: ['']}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, resources: [{group: ''}]}", "get core pods log ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: apps}]}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: [pods]}]}", "get core pods - ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: [pods]}]}", "get core pods log ns a", false)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: [pods/log]}]}", "get core pods log ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: ['pods/*']}]}", "get core pods exec ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: ['*/exec']}]}", "get core pods exec ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: ['*']}]}", "get core pods exec ns a", true)]
    [InlineData("{level: Metadata, resources: [{group: '', resources: [pods], resourceNames: [b]}]}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, nonResourceURLs: ['/healthz*']}", "/healthz/etcd", true)]
    [InlineData("{level: Metadata, nonResourceURLs: ['/healthz']}", "/healthz/etcd", false)]
    [InlineData("{level: Metadata, nonResourceURLs: ['*']}", "get core pods - ns a", false)]
    [InlineData("{level: Metadata, namespaces: [ns]}", "/healthz", false)]
    public void A_rule_is_for_the_requests_that_it_names(string rule, string request, bool expected) =>
        Assert.Equal(expected ? AuditLevel.Metadata : AuditLevel.None, AuditPolicyReader.Read($"{Head}rules: [{rule}]").Decide(Request(request)).Level);

    [Fact]
    public void The_first_rule_decides_and_stages_add_up()
    {
        var policy = AuditPolicyReader.Read(Head + """
            omitStages: [RequestReceived]
            omitManagedFields: true
            rules:
            - {level: Request, verbs: [get], omitStages: [ResponseStarted], omitManagedFields: false}
            - {level: RequestResponse}
            """);
        Assert.Equal(
            new AuditDecision(AuditLevel.Request, AuditStages.RequestReceived | AuditStages.ResponseStarted, false), policy.Decide(Request("get core pods - ns a")));
        Assert.Equal(new AuditDecision(AuditLevel.RequestResponse, AuditStages.RequestReceived, true), policy.Decide(Request("list core pods - ns -")));
    }

    [Theory]
    [InlineData("rules: []", "loaded illegal policy with 0 rules")]
    [InlineData("rules: [{level: Bad}]", "invalid audit policy: rules[0].level: Unsupported value: \"Bad\": supported values: \"None\", \"Metadata\", \"Request\", \"RequestResponse\"")]
    [InlineData("rules: [{}]", "invalid audit policy: rules[0].level: Required value")]
    [InlineData("rules: [{level: None, omitStages: [foo]}]", "invalid audit policy: rules[0].omitStages[0]: Invalid value: \"foo\": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic")]
    [InlineData("rules: [{level: None, nonResourceURLs: [x]}]", "invalid audit policy: rules[0].nonResourceURLs[0]: Invalid value: \"x\": non-resource URL rules must begin with a '/' character")]
    [InlineData("rules: [{level: None, nonResourceURLs: ['/a*b']}]", "invalid audit policy: rules[0].nonResourceURLs[0]: Invalid value: \"/a*b\": non-resource URL wildcards '*' must be the final character of the rule")]
    [InlineData("rules: [{level: None, what: 1}]", "strict decoding error: unknown field \"rules[0].what\"")]
    public void A_faulty_policy_says_what_is_wrong(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => AuditPolicyReader.Read(Head + text)).Message);

    // "verb group resource subresource namespace name", or a path.
    private static AuthorizationAttributes Request(string text)
    {
        var user = new UserInfo { Name = "jane", Groups = ["dev"] };
        if (text[0] == '/') return new() { User = user, Verb = "get", Path = text, ApiGroup = "", Namespace = "", Resource = "", Subresource = "", Name = "" };
        var parts = text.Replace("core", "", StringComparison.Ordinal).Split(' ').Select(part => part == "-" ? "" : part).ToArray();
        return new()
        {
            User = user,
            IsResourceRequest = true,
            Verb = parts[0],
            ApiGroup = parts[1],
            Resource = parts[2],
            Subresource = parts[3],
            Namespace = parts[4],
            Name = parts[5],
            Path = "",
        };
    }
}
