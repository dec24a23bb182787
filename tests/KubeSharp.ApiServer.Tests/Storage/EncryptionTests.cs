using System.Text;
using KubeSharp.ApiMachinery;
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
        Assert.Equal((Key, "cipher: message authentication failed"), (other.Key, other.Message));
        Assert.Equal($"unable to transform key \"{Key}\": cipher: message authentication failed", other.OfMany().Message);
        var renamed = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(Values($"aesgcm: {{keys: [{{name: k2, secret: {Old}}}]}}"), stored));
        Assert.Equal("no matching key was found for the provided AES transformer", renamed.Message);
        var plain = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(Values("identity: {}"), stored));
        Assert.Equal("no matching prefix found", plain.Message);
        var unknown = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(Values($"aescbc: {{keys: [{{name: k1, secret: {New}}}]}}", "identity: {}"), stored));
        Assert.Equal("no matching prefix found", unknown.Message);
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
    [InlineData("secrets", "/registry/secrets/default/s")]
    [InlineData("events", "/registry/events/default/e")]
    [InlineData("services", "/registry/services/specs/default/s")]
    [InlineData("deployments.apps", "/registry/deployments/default/d")]
    [InlineData("*.apps", "/registry/deployments/default/d")]
    [InlineData("*.", "/registry/configmaps/default/c")]
    [InlineData("boats.example.com", "/registry/example.com/boats/default/b")]
    [InlineData("*.example.com", "/registry/example.com/boats/b")]
    [InlineData("*.*", "/registry/example.com/boats/b")]
    [InlineData("secrets", "/registry/configmaps/default/c", false)]
    [InlineData("*.", "/registry/deployments/default/d", false)]
    [InlineData("*.*", "/registry/ranges/serviceips", false)]
    public async Task The_resources_that_are_named_are_encrypted(string resource, string key, bool encrypted = true)
    {
        var values = Of($"- resources: ['{resource}']\n  providers: [{{aesgcm: {{keys: [{{name: k1, secret: {Old}}}]}}}}]");
        var stored = await values.ToStoredAsync(key, "x"u8.ToArray(), Cancelled);
        Assert.Equal(encrypted, stored.Span.StartsWith("k8s:enc:"u8));
        Assert.Equal("x", Encoding.UTF8.GetString((await values.FromStoredAsync(key, stored, Cancelled)).Value.Span));
    }

    [Fact]
    public async Task The_narrower_of_two_entries_counts()
    {
        var values = Of($$$"""
            - resources: [configmaps]
              providers: [{identity: {}}]
            - resources: ['*.']
              providers: [{aesgcm: {keys: [{name: k1, secret: {{{Old}}}}]}}]
            """);
        Assert.False((await values.ToStoredAsync("/registry/configmaps/a/b", "x"u8.ToArray(), Cancelled)).Span.StartsWith("k8s:"u8));
        Assert.True((await values.ToStoredAsync("/registry/secrets/a/b", "x"u8.ToArray(), Cancelled)).Span.StartsWith("k8s:"u8));
    }

    [Fact]
    public async Task An_encrypted_value_that_no_configuration_speaks_of_is_refused()
    {
        var values = new EncryptedValues(null, Metrics());
        Assert.Equal(("plain", false), await Read(values, "plain"u8.ToArray()));
        var refusal = await Assert.ThrowsAsync<StoredValueException>(async () => await Read(values, "k8s:enc:aescbc:v1:k1:x"u8.ToArray()));
        Assert.Equal("identity transformer tried to read encrypted data", refusal.Message);
    }

    [Fact]
    public async Task What_was_done_is_counted()
    {
        var metrics = Metrics();
        var values = Of($"- resources: [secrets]\n  providers: [{{aesgcm: {{keys: [{{name: k1, secret: {Old}}}]}}}}]", metrics);
        await Read(values, await values.ToStoredAsync(Key, "x"u8.ToArray(), Cancelled));
        await Assert.ThrowsAsync<StoredValueException>(async () => await Read(values, "k8s:enc:aesgcm:v1:k2:x"u8.ToArray()));
        var text = new StringBuilder();
        metrics.Write(text);
        const string Line = "apiserver_storage_transformation_operations_total{resource=\"secrets\",status=\"";
        Assert.Contains(Line + "OK\",transformation_type=\"to_storage\",transformer_prefix=\"k8s:enc:aesgcm:v1:\"} 1", text.ToString());
        Assert.Contains(Line + "OK\",transformation_type=\"from_storage\",transformer_prefix=\"k8s:enc:aesgcm:v1:\"} 1", text.ToString());
        Assert.Contains(Line + "Unknown\",transformation_type=\"from_storage\",transformer_prefix=\"k8s:enc:aesgcm:v1:\"} 1", text.ToString());
        Assert.Contains("apiserver_storage_transformation_duration_seconds_count{transformation_type=\"to_storage\",transformer_prefix=\"k8s:enc:aesgcm:v1:\"} 1", text.ToString());
    }

    private static EncryptedValues Values(params string[] providers) => Of("- resources: [secrets]\n  providers:\n" + string.Concat(providers.Select(one => $"  - {one}\n")));

    private static EncryptedValues Of(string rules, EncryptionMetrics? metrics = null)
    {
        var configuration = EncryptionConfigurationReader.Read("apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n" + rules, reloads: false);
        return new EncryptedValues(new EncryptionGeneration(configuration, _ => throw new InvalidOperationException()), metrics ?? Metrics());
    }

    private static EncryptionMetrics Metrics() => new(TimeProvider.System, "here");

    private static async Task<(string Value, bool Stale)> Read(EncryptedValues values, ReadOnlyMemory<byte> stored)
    {
        var read = await values.FromStoredAsync(Key, stored, Cancelled);
        return (Encoding.UTF8.GetString(read.Value.Span), read.Stale);
    }
}
