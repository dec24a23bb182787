using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>What is done at one API server counts at the other.</summary>
public sealed class SharedStateTests(TwoApiServers servers) : IClassFixture<TwoApiServers>
{
    private readonly string _ns = "shared-" + Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_made_at_one_is_served_and_discovered_at_the_other_until_it_goes()
    {
        var group = $"g{Guid.NewGuid().ToString("N")[..8]}.example.com";
        var schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true };
        await servers.One.ApiextensionsV1.CreateCustomResourceDefinitionAsync(
            new V1CustomResourceDefinition
            {
                Metadata = new() { Name = $"boats.{group}" },
                Spec = new()
                {
                    Group = group,
                    Scope = "Namespaced",
                    Names = new() { Plural = "boats", Singular = "boat", Kind = "Boat", ListKind = "BoatList", ShortNames = ["bt"] },
                    Versions = [new() { Name = "v1", Served = true, Storage = true, Schema = new() { OpenAPIV3Schema = schema } }],
                },
            },
            cancellationToken: Cancellation);
        await Eventually.BecomesAsync("boats at the second server", () => servers.Second.KubectlAsync("api-resources", "--api-group", group, "-o", "name"), r => r.Output.Contains($"boats.{group}"));
        await Eventually.BecomesAsync("boats in its OpenAPI", () => servers.Second.KubectlAsync("get", "--raw", $"/openapi/v3/apis/{group}/v1"), r => r.Output.Contains("Boat"));
        var boat = $$$"""{"apiVersion":"{{{group}}}/v1","kind":"Boat","metadata":{"name":"one"},"spec":{"sails":2}}""";
        (await servers.Second.KubectlAsync(["create", "-f", "-"], boat)).Succeeded();
        var read = await Eventually.BecomesAsync("the boat at the first server", () => servers.First.KubectlAsync("get", $"boats.{group}", "one", "-o", "jsonpath={.spec.sails}"), r => r.ExitCode == 0);
        Assert.Equal("2", read.Output);

        (await servers.Second.KubectlAsync("delete", "crd", $"boats.{group}", "--wait=false")).Succeeded();
        await Eventually.BecomesAsync("no boats at the first server", () => servers.First.KubectlAsync("get", "--raw", $"/apis/{group}/v1/boats"), r => r.Error.Contains("NotFound") || r.Error.Contains("not find"));
        await Eventually.BecomesAsync("no group at the second server", () => servers.Second.KubectlAsync("get", "--raw", $"/apis/{group}"), r => r.ExitCode != 0);
    }

    [Fact]
    public async Task A_right_given_at_one_counts_at_the_other_until_it_is_taken_away()
    {
        await MakeNamespaceAsync();
        string[] ask = ["get", "configmaps", "-n", _ns, "--as", "joe"];
        Assert.Contains("forbidden", (await servers.Second.KubectlAsync(ask)).Failed(), StringComparison.Ordinal);
        (await servers.Second.KubectlAsync("create", "role", "reader", "--verb=list", "--resource=configmaps", "-n", _ns)).Succeeded();
        (await servers.First.KubectlAsync("create", "rolebinding", "joe", "--role=reader", "--user=joe", "-n", _ns)).Succeeded();
        await Eventually.BecomesAsync("joe may look", () => servers.Second.KubectlAsync(ask), r => r.ExitCode == 0);
        (await servers.Second.KubectlAsync("delete", "rolebinding", "joe", "-n", _ns)).Succeeded();
        await Eventually.BecomesAsync("joe may look no more", () => servers.First.KubectlAsync(ask), r => r.Error.Contains("forbidden"));
    }

    [Fact]
    public async Task A_quota_is_not_overspent_through_two_servers()
    {
        const string counted = "count/secrets";
        await MakeNamespaceAsync();
        var quota = new V1ResourceQuota { Metadata = new() { Name = "few" }, Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { [counted] = new("10") } } };
        quota = await servers.One.CoreV1.CreateNamespacedResourceQuotaAsync(quota, _ns, cancellationToken: Cancellation);
        // What the controller manager would say.
        quota.Status = new() { Hard = quota.Spec.Hard, Used = new Dictionary<string, ResourceQuantity> { [counted] = new("0") } };
        await servers.One.CoreV1.ReplaceNamespacedResourceQuotaStatusAsync(quota, "few", _ns, cancellationToken: Cancellation);
        await Eventually.BecomesAsync(
            "the quota at the second server",
            () => servers.Two.CoreV1.ListNamespacedResourceQuotaAsync(_ns, resourceVersion: "0", cancellationToken: Cancellation),
            list => list.Items is [{ Status.Hard.Count: 1 }]);
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            try
            {
                await servers.Either(i).CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = new() { Name = $"s{i}" } }, _ns, cancellationToken: Cancellation);
                return "";
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Forbidden)
            {
                return e.Response.Content;
            }
        }));
        Assert.Equal(10, made.Count(answer => answer.Length == 0));
        Assert.All(made.Where(answer => answer.Length > 0), answer => Assert.Contains("exceeded quota: few", answer, StringComparison.Ordinal));
        Assert.Equal(10, (await servers.Two.CoreV1.ListNamespacedSecretAsync(_ns, cancellationToken: Cancellation)).Items.Count);
        var used = (await servers.One.CoreV1.ReadNamespacedResourceQuotaAsync("few", _ns, cancellationToken: Cancellation)).Status.Used[counted];
        Assert.Equal("10", used.ToString());
    }

    private Task MakeNamespaceAsync() => servers.One.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = _ns } }, cancellationToken: Cancellation);
}
