using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class SliceDecisionTests
{
    [Fact]
    public void Ready_leaving_and_unready_pods_are_told_apart()
    {
        Pod leaving = Pod("c", "10.0.0.3");
        leaving.Metadata.DeletionTimestamp = Make.Now;
        EndpointSlice slice = Assert.Single(Decide(Service(), [Pod("a", "10.0.0.1"), Pod("b", "10.0.0.2", ready: false), leaving, Pod("d", "")]).Create);
        Assert.Equal(
            ["10.0.0.1 ready=True serving=True terminating=False", "10.0.0.2 ready=False serving=False terminating=False", "10.0.0.3 ready=False serving=True terminating=True"],
            slice.Endpoints!.Select(e => $"{e.Addresses[0]} ready={e.Conditions.Ready} serving={e.Conditions.Serving} terminating={e.Conditions.Terminating}"));
        Assert.Equal(("http", 8080, "TCP"), (slice.Ports![0].Name, slice.Ports[0].Port, slice.Ports[0].Protocol));
        Assert.Equal("svc", slice.Metadata.Labels!["kubernetes.io/service-name"]);
        Assert.Equal("zone-of-n1", slice.Endpoints![0].Zone);
    }

    [Fact]
    public void Unready_addresses_are_published_on_request()
    {
        Service service = Service();
        service.Spec.PublishNotReadyAddresses = true;
        Assert.True(Decide(service, [Pod("b", "10.0.0.2", ready: false)]).Create[0].Endpoints![0].Conditions.Ready);
    }

    [Fact]
    public void A_named_port_may_be_another_number_in_every_pod()
    {
        Service service = Service();
        service.Spec.Ports![0].TargetPort = "web";
        Pod a = Pod("a", "10.0.0.1");
        a.Spec.Containers[0].Ports = [new ContainerPort { Name = "web", ContainerPortValue = 80 }];
        Pod b = Pod("b", "10.0.0.2");
        b.Spec.Containers[0].Ports = [new ContainerPort { Name = "web", ContainerPortValue = 81 }];
        Assert.Equal([80, 81], Decide(service, [a, b]).Create.Select(s => s.Ports![0].Port).Order());
    }

    [Fact]
    public void A_service_without_pods_has_one_empty_slice_that_stays()
    {
        EndpointSlice slice = Assert.Single(Decide(Service(), []).Create);
        SlicePlan again = Decide(Service(), [], slice);
        Assert.True(IsNothing(again));
    }

    [Fact]
    public void Many_endpoints_fill_several_slices_and_a_change_touches_one()
    {
        List<Pod> pods = [.. Enumerable.Range(0, 250).Select(i => Pod("p" + i, $"10.0.{i / 250}.{i % 250}"))];
        List<EndpointSlice> slices = Decide(Service(), pods).Create;
        Assert.Equal([100, 100, 50], slices.Select(s => s.Endpoints!.Count));
        pods.RemoveAt(3);
        pods.Add(Pod("new", "10.1.0.1"));
        SlicePlan plan = Decide(Service(), pods, [.. slices]);
        EndpointSlice changed = Assert.Single(plan.Update);
        Assert.Equal(100, changed.Endpoints!.Count);
        Assert.Equal(0, plan.Create.Count + plan.Delete.Count);
    }

    [Fact]
    public void Nothing_changes_when_nothing_changed()
    {
        List<Pod> pods = [Pod("a", "10.0.0.1")];
        SlicePlan plan = Decide(Service(), pods, [.. Decide(Service(), pods).Create]);
        Assert.True(IsNothing(plan));
    }

    [Fact]
    public void The_older_form_groups_addresses_by_ports_and_readiness()
    {
        Models.Core.V1.Endpoints endpoints = EndpointsDecision.Decide(Service(), [Pod("b", "10.0.0.2"), Pod("a", "10.0.0.1"), Pod("c", "10.0.0.3", ready: false)], null)!;
        EndpointSubset subset = Assert.Single(endpoints.Subsets!);
        Assert.Equal(["10.0.0.1", "10.0.0.2"], subset.Addresses!.Select(a => a.Ip));
        Assert.Equal(["10.0.0.3"], subset.NotReadyAddresses!.Select(a => a.Ip));
        Assert.Null(EndpointsDecision.Decide(Service(), [Pod("b", "10.0.0.2"), Pod("a", "10.0.0.1"), Pod("c", "10.0.0.3", ready: false)], endpoints));
    }

    [Fact]
    public void Hand_written_endpoints_are_mirrored_and_follow_changes()
    {
        var endpoints = new Models.Core.V1.Endpoints { Subsets = [new EndpointSubset { Addresses = [new EndpointAddress { Ip = "192.0.2.1" }], Ports = [new Models.Core.V1.EndpointPort { Port = 5432 }] }] };
        endpoints.Metadata.Name = "db";
        endpoints.Metadata.Namespace = "default";
        EndpointSlice slice = Assert.Single(MirrorDecision.Decide(endpoints, [], 100).Create);
        Assert.Equal(("IPv4", 5432, "192.0.2.1"), (slice.AddressType, slice.Ports![0].Port, slice.Endpoints![0].Addresses[0]));
        endpoints.Subsets[0].Addresses![0].Ip = "192.0.2.2";
        Assert.Equal("192.0.2.2", Assert.Single(MirrorDecision.Decide(endpoints, [slice], 100).Update).Endpoints![0].Addresses[0]);
        Assert.Single(MirrorDecision.Decide(null, [slice], 100).Delete);
    }

    private static bool IsNothing(SlicePlan plan) => plan.Create.Count + plan.Update.Count + plan.Delete.Count == 0;

    private static SlicePlan Decide(Service service, List<Pod> pods, params EndpointSlice[] existing) =>
        SliceDecision.Decide(service, pods, existing, node => "zone-of-" + node, 100);

    private static Service Service()
    {
        var service = new Service();
        service.Metadata.Name = "svc";
        service.Metadata.Namespace = "default";
        service.Metadata.Uid = "uid-svc";
        service.Spec.ClusterIP = "10.96.0.1";
        service.Spec.IpFamilies = ["IPv4"];
        service.Spec.Selector = new Dictionary<string, string> { ["app"] = "web" };
        service.Spec.Ports = [new ServicePort { Name = "http", Port = 80, TargetPort = 8080 }];
        return service;
    }

    private static Pod Pod(string name, string ip, bool ready = true)
    {
        Pod pod = Make.Pod(name, ready: ready);
        pod.Spec.Containers = [new Container { Name = "c" }];
        pod.Status.PodIP = ip;
        return pod;
    }
}
