using KubeSharp.ApiServer.Storage.Encryption;

namespace KubeSharp.ApiServer.Tests.Storage;

/// <summary>What is said of a configuration that makes no sense.</summary>
public sealed class EncryptionConfigurationTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string P = "resources[0].providers[0]";

    [Theory]
    [InlineData("aescbc: {keys: [{name: k1, secret: c2hvcnQ=}]}", P + ".aescbc.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 5, expected one of [16 24 32]")]
    [InlineData("secretbox: {keys: [{name: k1, secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}", P + ".secretbox.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 16, expected one of [32]")]
    [InlineData("aesgcm: {keys: [{name: k1, secret: '%%'}]}", P + ".aesgcm.keys[0].secret: Invalid value: \"REDACTED\": secrets must be base64 encoded")]
    [InlineData("aescbc: {}", P + ".aescbc.keys: Required value: at least one keys is required")]
    [InlineData("aescbc: {keys: [{secret: " + Key + "}]}", P + ".aescbc.keys[0].name: Required value: name is a mandatory field for a key")]
    [InlineData("aescbc: {keys: [{name: k1}]}", P + ".aescbc.keys[0].secret: Required value: secret is a mandatory field for a key")]
    [InlineData("kms: {apiVersion: v2, endpoint: 'unix:///x'}", P + ".kms.name: Required value: name is a mandatory field for a provider")]
    [InlineData("kms: {apiVersion: v2, name: 'a:b', endpoint: 'unix:///x'}", P + ".kms.name: Invalid value: \"a:b\": invalid KMS provider name a:b, must not contain ':'")]
    [InlineData("kms: {apiVersion: v2, name: a}", P + ".kms.endpoint: Invalid value: \"\": endpoint is a mandatory field for a kms")]
    [InlineData("kms: {apiVersion: v2, name: a, endpoint: 'https://x'}", P + ".kms.endpoint: Invalid value: \"https://x\": unsupported scheme \"https\" for KMS provider, only unix is supported")]
    [InlineData("kms: {apiVersion: v2, name: a, endpoint: 'unix:///x', timeout: 0s}", P + ".kms.timeout: Invalid value: \"0s\": timeout should be a positive value")]
    [InlineData("kms: {apiVersion: v2, name: a, endpoint: 'unix:///x', cachesize: 5}", P + ".kms.cachesize: Invalid value: 5: cachesize is not supported in v2")]
    [InlineData("kms: {apiVersion: v3, name: a, endpoint: 'unix:///x'}", P + ".kms.apiVersion: Invalid value: \"v3\": unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported")]
    [InlineData("kms: {name: a, endpoint: 'unix:///x'}", P + ".kms.apiVersion: Invalid value: \"v1\": KMSv1 is deprecated and not served; use KMSv2 instead (apiVersion: v2)")]
    [InlineData("rot13: {}", "strict decoding error: unknown field \"resources[0].providers[0].rot13\"")]
    public void A_provider_must_make_sense(string provider, string fault) => Assert.Equal(fault, Fault($"- resources: [secrets]\n  providers:\n  - {provider}"));

    [Theory]
    [InlineData("[]", "resources[0].resources: Required value: at least one resources[0].resources is required")]
    [InlineData("[Secrets]", "resources[0].resources[0]: Invalid value: \"Secrets\": resource name should not contain capital letters")]
    [InlineData("['*']", "resources[0].resources[0]: Invalid value: \"*\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources")]
    [InlineData("[events.events.k8s.io]", "resources[0].resources[0]: Invalid value: \"events.events.k8s.io\": '*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file")]
    [InlineData("[ingresses.extensions]", "resources[0].resources[0]: Invalid value: \"ingresses.extensions\": 'extensions' group has been removed and cannot be used for encryption")]
    [InlineData("['secrets.*']", "resources[0].resources[0]: Invalid value: \"secrets.*\": encrypting the same resource across groups is not supported")]
    [InlineData("[serviceipallocations]", "resources[0].resources[0]: Invalid value: \"serviceipallocations\": resources which do not have REST API/s cannot be encrypted")]
    [InlineData("[secrets, secrets]", "resources[0].resources[1]: Invalid value: \"secrets\": the same resource cannot be specified multiple times")]
    [InlineData("[secrets, '*.']", "resources[0].resources: Invalid value: []string{\"secrets\", \"*.\"}: using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked")]
    [InlineData("['*.*', '*.apps']", "resources[0].resources: Invalid value: []string{\"*.*\", \"*.apps\"}: using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked")]
    public void Resources_must_be_named_in_a_way_that_means_something(string resources, string fault) =>
        Assert.Equal(fault, Fault($"- resources: {resources}\n  providers:\n  - identity: {{}}"));

    [Fact]
    public void An_entry_must_not_be_masked_by_an_earlier_one()
    {
        Assert.Equal("resource \"secrets\" is masked by earlier rule \"*.\"", Fault(Plain("'*.'") + Plain("secrets")));
        Assert.Equal("resource \"*.apps\" is masked by earlier rule \"*.*\"", Fault(Plain("'*.*'") + Plain("'*.apps'")));
        Assert.Equal(2, Read(Plain("secrets") + Plain("'*.'")).Rules.Count);
    }

    [Fact]
    public void Names_of_services_are_unique()
    {
        const string Service = "kms: {apiVersion: v2, name: a, endpoint: 'unix:///x'}";
        Assert.Equal(
            "resources[0].providers[1].kms.name: Invalid value: \"a\": duplicate KMS provider name a, names must be unique",
            Fault($"- resources: [secrets]\n  providers:\n  - {Service}\n  - {Service}"));
    }

    [Fact]
    public void Every_fault_is_named()
    {
        Assert.Equal("resources: Required value: at least one resources is required", Fault("[]"));
        Assert.Equal("resources[0].providers: Required value: at least one resources[0].providers is required", Fault("- resources: [secrets]\n  providers: []"));
        Assert.Equal(
            "[resources[0].resources[0]: Invalid value: \"*\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources, "
                + "resources[0].providers[0]: Invalid value: {aesgcm, identity}: more than one provider specified in a single element, should split into different list elements]",
            Fault("- resources: ['*']\n  providers:\n  - {identity: {}, aesgcm: {}}"));
        Assert.EndsWith("provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity", Fault("- resources: [secrets]\n  providers:\n  - {}"));
    }

    [Theory]
    [InlineData("unix:///run/kms.sock", "/run/kms.sock")]
    [InlineData("unix:///@kms", "\0kms")]
    [InlineData("unix:@kms", "\0kms")]
    public void A_service_is_found_by_its_path_or_its_name(string endpoint, string socket) => Assert.Equal(
        new KmsSettings("a", socket, TimeSpan.FromSeconds(5)),
        Read($"- resources: [secrets]\n  providers:\n  - kms: {{apiVersion: v2, name: a, endpoint: '{endpoint}', timeout: 5s}}").Rules[0].Providers[0].Kms);

    private static string Plain(string resource) => $"- resources: [{resource}]\n  providers:\n  - identity: {{}}\n";

    private static string Fault(string rules) => Assert.Throws<FormatException>(() => Read(rules)).Message;

    private static EncryptionConfiguration Read(string rules) => EncryptionConfigurationReader.Read(
        $"apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:{(rules == "[]" ? " " : "\n")}{rules}", reloads: false);
}
