using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers.Tests;

/// <summary>Controllers working together, as a user sees them.</summary>
public sealed class ControllersTests
{
    [Fact]
    public async Task A_deployment_comes_up_rolls_over_and_scales()
    {
        await using var harness = new ControllerHarness(
            new ControllerManagerOptions { Controllers = ["deployment-controller", "replicaset-controller"] }, ControllerHarness.MakeReady);
        Informer<Deployment> deployments = harness.Informers.Get<Deployment>();
        Informer<ReplicaSet> sets = harness.Informers.Get<ReplicaSet>();
        Deployment d = Make.Deployment(3);
        d.Metadata.Uid = null;
        await harness.Client.CreateAsync(d);
        await Eventually.TrueAsync(() => IsComplete(deployments.Get("default", "web"), 3));
        Assert.Equal(3, harness.Pods.Count);
        Assert.Equal("1", deployments.Get("default", "web")!.Metadata.Annotations![DeploymentNames.Revision]);

        await harness.Client.PatchAsync<Deployment>("default", "web", KubePatch.StrategicMerge("""{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"v2"}]}}}}"""));
        await Eventually.TrueAsync(() => IsComplete(deployments.Get("default", "web"), 3) && sets.Count == 2
            && harness.Pods.List().All(p => p.Spec.Containers[0].Image == "v2"));
        Assert.Equal("2", deployments.Get("default", "web")!.Metadata.Annotations![DeploymentNames.Revision]);

        await harness.Client.PatchAsync<Deployment>("default", "web", KubePatch.Merge("""{"spec":{"replicas":1}}"""));
        await Eventually.TrueAsync(() => harness.Pods.Count == 1 && IsComplete(deployments.Get("default", "web"), 1));
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced()
    {
        await using var harness = new ControllerHarness(new ControllerManagerOptions { Controllers = ["replicaset-controller"] }, ControllerHarness.MakeReady);
        ReplicaSet set = Make.ReplicaSet(Make.Deployment(2), "v1", 2, 0, 1);
        set.Metadata.OwnerReferences = null;
        await harness.Client.CreateAsync(set);
        await Eventually.TrueAsync(() => harness.Pods.Count == 2);
        string victim = harness.Pods.List()[0].Metadata.Name!;
        await harness.Client.DeleteAsync<Pod>("default", victim);
        await Eventually.TrueAsync(() => harness.Pods.Count == 2 && harness.Pods.Get("default", victim) is null);
        Assert.Equal(3, harness.Cluster.Writes.Count(w => w == "POST /api/v1/namespaces/default/pods"));
    }

    [Fact]
    public async Task A_service_gets_slices_and_endpoints_that_follow_its_pods()
    {
        await using var harness = new ControllerHarness(
            new ControllerManagerOptions { Controllers = ["endpoints-controller", "endpointslice-controller"] }, ControllerHarness.MakeReady);
        Informer<EndpointSlice> slices = harness.Informers.Get<EndpointSlice>();
        Informer<Models.Core.V1.Endpoints> endpoints = harness.Informers.Get<Models.Core.V1.Endpoints>();
        var service = new Service();
        service.Metadata.Name = "web";
        service.Metadata.Namespace = "default";
        service.Spec.ClusterIP = "10.96.0.5";
        service.Spec.Selector = new Dictionary<string, string> { ["app"] = "web" };
        service.Spec.Ports = [new ServicePort { Port = 80 }];
        await harness.Client.CreateAsync(service);
        await harness.Client.CreateAsync(Make.Pod("a"));
        await Eventually.TrueAsync(() => slices.List().Sum(s => s.Endpoints?.Count(e => e.Conditions.Ready == true) ?? 0) == 1);
        await Eventually.TrueAsync(() => endpoints.Get("default", "web")?.Subsets?[0].Addresses?.Count == 1);
        await harness.Client.DeleteAsync<Pod>("default", "a");
        await Eventually.TrueAsync(() => slices.List().All(s => (s.Endpoints?.Count ?? 0) == 0) && endpoints.Get("default", "web")?.Subsets is null);
    }

    [Fact]
    public async Task A_deleted_namespace_goes_with_all_that_is_in_it()
    {
        string ca = Path.GetTempFileName();
        await File.WriteAllTextAsync(ca, "certificate");
        await using var harness = new ControllerHarness(
            new ControllerManagerOptions
            {
                Controllers = ["namespace-controller", "serviceaccount-controller", "root-ca-certificate-publisher-controller"],
                RootCAFile = ca,
            });
        var ns = new Namespace();
        ns.Metadata.Name = "team";
        await harness.Client.CreateAsync(ns);
        await Eventually.TrueAsync(() => harness.Informers.Get<ServiceAccount>().Get("team", "default") is not null);
        await Eventually.TrueAsync(() => harness.Informers.Get<ConfigMap>(fieldSelector: "metadata.name=kube-root-ca.crt").Get("team", "kube-root-ca.crt")?.Data?["ca.crt"] == "certificate");
        Pod pod = Make.Pod("p");
        pod.Metadata.Namespace = "team";
        pod.Metadata.Finalizers = ["test/held"];
        await harness.Client.CreateAsync(pod);
        await harness.Client.DeleteAsync<Namespace>(null, "team");
        Informer<Namespace> namespaces = harness.Informers.Get<Namespace>();
        await Eventually.TrueAsync(() => namespaces.Get(null, "team")?.Status.Conditions?.Exists(c => c.Type == "NamespaceFinalizersRemaining" && c.Status == "True") == true);
        Assert.Contains("test/held in 1 resource instances", namespaces.Get(null, "team")!.Status.Conditions!.Find(c => c.Type == "NamespaceFinalizersRemaining")!.Message, StringComparison.Ordinal);
        await harness.Client.PatchAsync<Pod>("team", "p", KubePatch.Merge("""{"metadata":{"finalizers":null}}"""));
        await Eventually.TrueAsync(() => namespaces.Get(null, "team") is null);
        Assert.Empty((await harness.Client.ListAsync<ConfigMap>("team")).Items);
        File.Delete(ca);
    }

    private static bool IsComplete(Deployment? d, int replicas) =>
        d is not null && d.Status.ObservedGeneration == d.Metadata.Generation && d.Replicas() == replicas && d.Status.Replicas == replicas
        && d.Status.UpdatedReplicas == replicas && d.Status.AvailableReplicas == replicas
        && DeploymentConditions.Find(d.Status, "Progressing")?.Reason == DeploymentNames.Complete;
}
