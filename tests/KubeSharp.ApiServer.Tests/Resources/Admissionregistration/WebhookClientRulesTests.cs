using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

namespace KubeSharp.ApiServer.Tests.Resources.Admissionregistration;

public sealed class WebhookClientRulesTests
{
    private const string Form = "; desired format: https://host[/path]";

    [Theory]
    [InlineData("https://a.example.com:8443/path", "")]
    [InlineData("http://a", "url: Invalid value: \"http\": 'https' is the only allowed URL scheme" + Form)]
    [InlineData("a", "url: Invalid value: \"\": 'https' is the only allowed URL scheme" + Form + "\nurl: Invalid value: \"\": host must be specified" + Form)]
    [InlineData("https://", "url: Invalid value: \"\": host must be specified" + Form)]
    [InlineData(":", "url: Required value: url must be a valid URL: parse \":\": missing protocol scheme" + Form)]
    [InlineData("a b:c", "url: Required value: url must be a valid URL: parse \"a b:c\": first path segment in URL cannot contain colon" + Form)]
    [InlineData("https://a:b/c", "url: Required value: url must be a valid URL: parse \"https://a:b/c\": invalid port \":b\" after host" + Form)]
    [InlineData("https://a b/c", "url: Required value: url must be a valid URL: parse \"https://a b/c\": invalid character \" \" in host name" + Form)]
    [InlineData("https://a/%zz", "url: Required value: url must be a valid URL: parse \"https://a/%zz\": invalid URL escape \"%zz\"" + Form)]
    [InlineData("https://[::1/x", "url: Required value: url must be a valid URL: parse \"https://[::1/x\": missing ']' in host" + Form)]
    [InlineData("https://u:p@a/x", "url: Invalid value: \"u:p\": user information is not permitted in the URL")]
    [InlineData("https://a/x?y#z", "url: Invalid value: \"z\": fragments are not permitted in the URL\nurl: Invalid value: \"y\": query parameters are not permitted in the URL")]
    public void A_url_is_read_as_Go_reads_it(string url, string faults) => Assert.Equal(
        faults, RuleTables.Faults(errors => WebhookClientRules.Check(RuleTables.Parse("{\"url\":\"" + url + "\"}"), FieldPath.Of("client"), errors)).Replace("client.", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("/", "")]
    [InlineData("/a/", "")]
    [InlineData("a/b", "service.path: Invalid value: \"a/b\": must start with a '/'\nservice.path: Invalid value: \"a/b\": segment[0] may not be empty")]
    [InlineData("ab", "service.path: Invalid value: \"ab\": must start with a '/'")]
    [InlineData("//", "service.path: Invalid value: \"//\": segment[0] may not be empty")]
    public void A_path_is_looked_at_from_its_second_character_on(string path, string faults) => Assert.Equal(
        faults,
        RuleTables.Faults(errors => WebhookClientRules.Check(RuleTables.Parse($$$"""{"service":{"name":"a","namespace":"b","path":"{{{path}}}"}}"""), FieldPath.Of("client"), errors))
            .Replace("client.", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("""["v9","v9","V"]""", "webhooks[0].admissionReviewVersions[1]: Invalid value: \"v9\": duplicate version|webhooks[0].admissionReviewVersions[2]: Invalid value: \"V\": |webhooks[0].admissionReviewVersions: Invalid value: [\"v9\",\"v9\",\"V\"]: must include at least one of v1, v1beta1")]
    [InlineData("""["v9","v1"]""", "")]
    public void One_of_the_versions_of_a_webhook_is_known(string versions, string faults)
    {
        var configuration = RuleTables.Parse(
            """{"webhooks":[{"name":"a.b.c","sideEffects":"None","clientConfig":{"url":"https://a"},"admissionReviewVersions":""" + versions + "}]}");
        var found = RuleTables.Faults(errors => WebhookRules.CheckValidating(configuration, errors));
        if (faults.Length == 0) Assert.Empty(found);
        Assert.All(faults.Split('|'), fault => Assert.Contains(fault, found, StringComparison.Ordinal));
    }
}
