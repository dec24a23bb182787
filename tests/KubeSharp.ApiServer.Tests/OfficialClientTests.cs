using k8s;
using k8s.Models;

namespace KubeSharp.ApiServer.Tests;

public sealed class OfficialClientTests
{
    [Fact]
    public async Task The_official_client_creates_patches_lists_and_deletes()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://kubernetes" }, new InMemory(server.Http));
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = "web" },
            Spec = new V1DeploymentSpec
            {
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } },
                    Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = "nginx" }] },
                },
            },
        };
        var created = await client.AppsV1.CreateNamespacedDeploymentAsync(deployment, "default");
        Assert.Equal(1, created.Spec.Replicas);
        Assert.Equal("RollingUpdate", created.Spec.Strategy.Type);
        Assert.Equal("Always", created.Spec.Template.Spec.Containers[0].ImagePullPolicy);

        var patched = await client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"replicas":3}}""", V1Patch.PatchType.StrategicMergePatch), "web", "default");
        Assert.Equal(3, patched.Spec.Replicas);
        Assert.Equal(2, patched.Metadata.Generation);

        Assert.Single((await client.AppsV1.ListNamespacedDeploymentAsync("default")).Items);
        await client.AppsV1.DeleteNamespacedDeploymentAsync("web", "default");
        Assert.Empty((await client.AppsV1.ListNamespacedDeploymentAsync("default")).Items);
    }

    // Sends the client's requests the way of the server's own components.
    private sealed class InMemory(HttpClient server) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            foreach (var header in request.Headers) copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            return await server.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }
}
