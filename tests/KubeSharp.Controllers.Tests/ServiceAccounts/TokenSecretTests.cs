using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class TokenSecretTests
{
    [Fact]
    public async Task A_secret_that_asks_for_a_token_gets_one_and_goes_with_its_account()
    {
        using RSA key = RSA.Create(2048);
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, key.ExportRSAPrivateKeyPem());
        await using var harness = new ControllerHarness(new ControllerManagerOptions { Controllers = ["serviceaccount-token-controller"], ServiceAccountPrivateKeyFile = file });
        var account = new ServiceAccount();
        account.Metadata.Name = "robot";
        account.Metadata.Namespace = "default";
        await harness.Client.CreateAsync(account);
        var secret = new Secret { Type = "kubernetes.io/service-account-token" };
        secret.Metadata.Name = "robot-token";
        secret.Metadata.Namespace = "default";
        secret.Metadata.Annotations = new Dictionary<string, string> { ["kubernetes.io/service-account.name"] = "robot" };
        await harness.Client.CreateAsync(secret);
        Informer<Secret> secrets = harness.Informers.Get<Secret>(fieldSelector: "type=kubernetes.io/service-account-token");
        await Eventually.TrueAsync(() => secrets.Get("default", "robot-token")?.Data?.ContainsKey("token") == true);
        string[] parts = Encoding.ASCII.GetString(secrets.Get("default", "robot-token")!.Data!["token"]).Split('.');
        Assert.Contains("\"sub\":\"system:serviceaccount:default:robot\"", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])), StringComparison.Ordinal);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        await harness.Client.DeleteAsync<ServiceAccount>("default", "robot");
        await Eventually.TrueAsync(() => secrets.Get("default", "robot-token") is null);
        File.Delete(file);
    }
}
