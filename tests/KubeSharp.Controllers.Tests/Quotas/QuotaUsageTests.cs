using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class QuotaUsageTests
{
    [Fact]
    public void Every_limited_thing_is_counted_in_its_own_way()
    {
        Pod big = PodWith("big", "500m", "1Gi");
        Pod sidecar = PodWith("sidecar", "100m", "100Mi");
        sidecar.Spec.InitContainers =
        [
            new Container { Name = "s", RestartPolicy = "Always", Resources = Needs("50m", "10Mi") },
            new Container { Name = "i", Resources = Needs("400m", "20Mi") },
        ];
        Pod done = PodWith("done", "8", "8Gi");
        done.Status.Phase = "Succeeded";
        var service = new Service();
        service.Spec.Type = "NodePort";
        service.Spec.Ports = [new ServicePort { Port = 80 }, new ServicePort { Port = 81 }];
        var claim = new PersistentVolumeClaim();
        claim.Spec.StorageClassName = "fast";
        claim.Spec.Resources.Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("5Gi") };
        var quota = new ResourceQuota();
        quota.Spec.Hard = new[]
        {
            "pods", "requests.cpu", "memory", "limits.cpu", "services", "services.nodeports", "persistentvolumeclaims", "requests.storage",
            "fast.storageclass.storage.k8s.io/requests.storage", "slow.storageclass.storage.k8s.io/persistentvolumeclaims", "count/deployments.apps", "configmaps", "count/pods",
        }.ToDictionary(n => n, _ => Quantity.Parse("100"));
        Dictionary<string, Quantity> used = QuotaUsage.Compute(quota, [big, sidecar, done], [service], [claim], r => r == "deployments.apps" ? 4 : 7);
        Assert.Equal(
            "configmaps=7 count/deployments.apps=4 count/pods=3 fast.storageclass.storage.k8s.io/requests.storage=5Gi limits.cpu=0 memory=1134Mi persistentvolumeclaims=1 pods=2 requests.cpu=950m requests.storage=5Gi services=1 services.nodeports=2 slow.storageclass.storage.k8s.io/persistentvolumeclaims=0",
            string.Join(' ', used.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => $"{u.Key}={u.Value}")));
    }

    [Theory]
    [InlineData("BestEffort", 1)]
    [InlineData("NotBestEffort", 2)]
    [InlineData("Terminating", 1)]
    [InlineData("NotTerminating", 2)]
    public void Scopes_select_the_pods_that_count(string scope, int expected)
    {
        Pod limited = PodWith("a", "1", "1Gi");
        limited.Spec.ActiveDeadlineSeconds = 10;
        Pod free = Make.Pod("b");
        free.Spec.Containers = [new Container { Name = "c" }];
        var quota = new ResourceQuota();
        quota.Spec.Hard = new Dictionary<string, Quantity> { ["pods"] = Quantity.Parse("10") };
        quota.Spec.Scopes = [scope];
        Assert.Equal(expected, QuotaUsage.Compute(quota, [limited, free, PodWith("c", "1", "1Gi")], [], [], _ => null)["pods"].Value);
    }

    private static Pod PodWith(string name, string cpu, string memory)
    {
        Pod pod = Make.Pod(name);
        pod.Spec.Containers = [new Container { Name = "c", Resources = Needs(cpu, memory) }];
        return pod;
    }

    private static ResourceRequirements Needs(string cpu, string memory) =>
        new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) } };
}
