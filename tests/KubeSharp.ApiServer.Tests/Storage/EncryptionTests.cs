using System.Text;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Storage.Encryption;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Tests.Storage;

public sealed class EncryptionTests
{
    private const string Key = "/registry/secrets/default/s";
    private const string Old = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string New = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("aescbc")]
    [InlineData("aesgcm")]
    [InlineData("secretbox")]
    public async Task A_value_is_unreadable_in_the_store_and_comes_back(string provider)
    {
        var values = Values($"{provider}: {{keys: [{{name: k1, secret: {Old}}}]}}");
        var stored = await values.ToStoredAsync(Key, Encoding.UTF8.GetBytes("a value that is kept apart"), Cancelled);
        var text = Encoding.UTF8.GetString(stored.Span);
        Assert.StartsWith($"k8s:enc:{provider}:v1:k1:", text);
        Assert.DoesNotContain("kept apart", text);
        Assert.Equal(("a value that is kept apart", false), await Read(values, stored));
    }

    [Theory]
    [InlineData("aescbc")]
    [InlineData("aesgcm")]
    [InlineData("secretbox")]
    public async Task After_a_rotation_old_values_are_read_and_count_as_stale(string provider)
    {
        var stored = await Values($"{provider}: {{keys: [{{name: k1, secret: {Old}}}]}}").ToStoredAsync(Key, "x"u8.ToArray(), Cancelled);
        var rotated = Values($"{provider}: {{keys: [{{name: k2, secret: {New}}}, {{name: k1, secret: {Old}}}]}}");
        Assert.Equal(("x", true), await Read(rotated, stored));
        Assert.StartsWith($"k8s:enc:{provider}:v1:k2:", Encoding.UTF8.GetString((await rotated.ToStoredAsync(Key, "x"u8.ToArray(), Cancelled)).Span));
        // Under the same name as well, where the cipher tells a wrong key for sure.
        if (provider == "aescbc") return;
        var renamed = Values($"{provider}: {{keys: [{{name: k1, secret: {New}}}, {{name: k1, secret: {Old}}}]}}");
        Assert.Equal(("x", true), await Read(renamed, stored));
    }

    [Fact]
    public async Task Plain_values_are_read_and_stale_once_encryption_is_configured()
    {
        var values = Values($"aesgcm: {{keys: [{{name: k1, secret: {Old}}}]}}", "identity: {}");
        Assert.Equal(("plain", true), await Read(values, "plain"u8.ToArray()));
    }

    [Fact]
    public async Task Without_the_key_a_value_is_an_error_that_names_it()
    {
        var stored = await Values($"aesgcm: {{keys: [{{name: k1, secret: {Old}}}]}}").ToStoredAsync(Key, "x"u8.ToArray(), Cancelled);
        var other = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(Values($"aesgcm: {{keys: [{{name: k1, secret: {New}}}]}}"), stored));
        Assert.Equal(Key, other.Key);
        var plain = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(Values("identity: {}"), stored));
        Assert.Contains("identity transformer tried to read encrypted data", plain.Message);
    }

    [Fact]
    public async Task A_value_that_was_moved_to_another_key_is_not_accepted()
    {
        var values = Values($"aesgcm: {{keys: [{{name: k1, secret: {Old}}}]}}");
        var stored = await values.ToStoredAsync(Key, "x"u8.ToArray(), Cancelled);
        await Assert.ThrowsAsync<StoredValueException>(async () => await values.FromStoredAsync("/registry/secrets/default/t", stored, Cancelled));
    }

    // The first test vector of NaCl's own secretbox test: key, nonce, plain text and box are published with it.
    [Fact]
    public void Secretbox_is_that_of_nacl()
    {
        var key = Convert.FromHexString("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        var nonce = Convert.FromHexString("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        var box = Convert.FromHexString(
            "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5");
        var plain = new SecretBoxCipher().Decrypt(key, [.. nonce, .. box], []);
        Assert.StartsWith("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc", Convert.ToHexStringLower(plain));
    }

    [Theory]
    [InlineData("secrets", "", "secrets", true)]
    [InlineData("secrets", "apps", "secrets", false)]
    [InlineData("*.apps", "apps", "deployments", true)]
    [InlineData("*.", "", "pods", true)]
    [InlineData("*.", "apps", "deployments", false)]
    [InlineData("*.*", "example.com", "boats", true)]
    [InlineData("boats.example.com", "example.com", "boats", true)]
    public void Resources_are_named_with_stars(string pattern, string group, string resource, bool matches) =>
        Assert.Equal(matches, ResourcePattern.Parse(pattern).Matches(new GroupResource(group, resource)));

    [Theory]
    [InlineData("aescbc: {keys: [{name: k1, secret: c2hvcnQ=}]}", "expected length")]
    [InlineData("aescbc: {keys: [{name: k1, secret: '%%'}]}", "base64")]
    [InlineData("aescbc: {}", "at least one key")]
    [InlineData("aescbc: {keys: [{secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}", "must have a name")]
    [InlineData("kms: {apiVersion: v1, name: a, endpoint: 'unix:///x'}", "only v2")]
    [InlineData("kms: {apiVersion: v2, name: a, endpoint: 'https://x'}", "unix://")]
    [InlineData("rot13: {}", "unknown provider")]
    public void A_configuration_that_makes_no_sense_is_refused(string provider, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => Configuration(provider)).Message);

    private static EncryptionConfiguration Configuration(params string[] providers)
    {
        var text = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n"
            + string.Concat(providers.Select(one => $"  - {one}\n"));
        return EncryptionConfiguration.Parse((JsonObject)YamlReader.Parse(text)!, TimeProvider.System);
    }

    private static EncryptedValues Values(params string[] providers)
    {
        var configuration = Configuration(providers);
        return new EncryptedValues(_ => configuration.For(new GroupResource("", "secrets")));
    }

    private static async Task<(string Value, bool Stale)> Read(EncryptedValues values, ReadOnlyMemory<byte> stored)
    {
        var read = await values.FromStoredAsync(Key, stored, Cancelled);
        return (Encoding.UTF8.GetString(read.Value.Span), read.Stale);
    }
}
