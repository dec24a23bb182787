using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission.Plugins;

public sealed class ImagePolicyWebhookTests
{
    private const string Pods = "/api/v1/namespaces/default/pods?dryRun=All";

    [Fact]
    public async Task The_backend_sees_images_and_its_own_annotations_and_decides()
    {
        using var authority = new TestAuthority();
        await using var backend = await TestHttps.StartAsync(authority);
        backend.Answer = static (_, body) => (200, Status(body.Contains("evil", StringComparison.Ordinal) ? "\"allowed\":false,\"reason\":\"not scanned\"" : "\"allowed\":true"));
        await using var server = await StartAsync(backend, authority, allowByDefault: false);

        Assert.Equal(201, (await server.CallAsync(HttpMethod.Post, Pods, Pod("good:1"))).Code);
        var (code, body) = await server.CallAsync(HttpMethod.Post, Pods, Pod("evil:1"));
        Assert.Equal((403, "pods \"p\" is forbidden: image policy webhook backend denied one or more images: not scanned"), (code, body.GetString("message")));

        var review = JsonParser.ParseObject(Encoding.UTF8.GetBytes(backend.Requests.First().Body));
        Assert.Equal(("ImageReview", "imagepolicy.k8s.io/v1alpha1"), (review.GetString("kind"), review.GetString("apiVersion")));
        Assert.Equal(
            """{"containers":[{"image":"good:1"}],"annotations":{"a.image-policy.k8s.io/ticket":"7"},"namespace":"default"}""", review.GetObject("spec")!.ToString());
    }

    [Fact]
    public async Task An_answer_is_remembered()
    {
        using var authority = new TestAuthority();
        await using var backend = await TestHttps.StartAsync(authority);
        backend.Answer = static (_, _) => (200, Status("\"allowed\":true"));
        await using var server = await StartAsync(backend, authority, allowByDefault: false);
        for (var i = 0; i < 3; i++) Assert.Equal(201, (await server.CallAsync(HttpMethod.Post, Pods, Pod("good:1"))).Code);
        Assert.Single(backend.Requests);
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 403)]
    public async Task Without_an_answer_the_default_counts(bool allowByDefault, int expected)
    {
        using var authority = new TestAuthority();
        await using var backend = await TestHttps.StartAsync(authority);
        backend.Answer = static (_, _) => (403, "{}");
        await using var server = await StartAsync(backend, authority, allowByDefault);
        Assert.Equal(expected, (await server.CallAsync(HttpMethod.Post, Pods, Pod("good:1"))).Code);
    }

    private static string Status(string members) => "{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\",\"status\":{" + members + "}}";

    private static string Pod(string image) =>
        """{"metadata":{"name":"p","annotations":{"a.image-policy.k8s.io/ticket":"7","other":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"c","image":"""
        + $"\"{image}\"}}]}}}}";

    private static async Task<TestServer> StartAsync(TestHttps backend, TestAuthority authority, bool allowByDefault)
    {
        var server = await TestServer.StartAsync((options, folder) =>
        {
            var kubeconfig = backend.WriteKubeconfig(folder, authority);
            var file = Path.Combine(folder, "admission.yaml");
            File.WriteAllText(file, $$"""
                apiVersion: apiserver.config.k8s.io/v1
                kind: AdmissionConfiguration
                plugins:
                - name: ImagePolicyWebhook
                  configuration:
                    imagePolicy: {kubeConfigFile: {{kubeconfig}}, allowTTL: 50, denyTTL: 50, retryBackoff: 1, defaultAllow: {{(allowByDefault ? "true" : "false")}}}
                """);
            return options with { EnableAdmissionPlugins = ["ImagePolicyWebhook"], DisableAdmissionPlugins = ["ServiceAccount"], AdmissionControlConfigFile = file };
        });
        return server;
    }
}
