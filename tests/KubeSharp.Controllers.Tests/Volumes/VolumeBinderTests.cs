using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class VolumeBinderTests
{
    [Fact]
    public void A_claim_gets_the_smallest_volume_that_satisfies_it()
    {
        PersistentVolume small = Volume("small", "1Gi");
        PersistentVolume right = Volume("right", "5Gi");
        PersistentVolume large = Volume("large", "50Gi");
        PersistentVolume other = Volume("other", "5Gi");
        other.Spec.StorageClassName = "fast";
        Assert.Same(right, VolumeMatch.Find(Claim("4Gi"), [small, large, other, right]));
        right.Spec.AccessModes = ["ReadOnlyMany"];
        Assert.Same(large, VolumeMatch.Find(Claim("4Gi"), [small, large, other, right]));
        small.Spec.ClaimRef = new ObjectReference { Namespace = "default", Name = "data" };
        Assert.Same(small, VolumeMatch.Find(Claim("1Gi"), [right, large, small]));
        Assert.Null(VolumeMatch.Find(Claim("500Gi"), [small, large, right]));
    }

    [Fact]
    public void A_volume_is_released_when_its_claim_is_gone()
    {
        PersistentVolume volume = Volume("v", "1Gi");
        Assert.Equal("Available", VolumePhase.Decide(volume, null));
        PersistentVolumeClaim claim = Claim("1Gi");
        claim.Metadata.Uid = "uid-1";
        volume.Spec.ClaimRef = new ObjectReference { Namespace = "default", Name = "data", Uid = "uid-1" };
        Assert.Equal("Bound", VolumePhase.Decide(volume, claim));
        Assert.Equal("Released", VolumePhase.Decide(volume, null));
        claim.Metadata.Uid = "uid-2";
        Assert.Equal("Released", VolumePhase.Decide(volume, claim));
    }

    [Fact]
    public async Task Claim_and_volume_are_bound_to_each_other_and_protected_while_in_use()
    {
        await using var harness = new ControllerHarness(new ControllerManagerOptions
        {
            Controllers = ["persistentvolume-binder-controller", "persistentvolumeclaim-protection-controller", "persistentvolume-protection-controller"],
        });
        Informer<PersistentVolumeClaim> claims = harness.Informers.Get<PersistentVolumeClaim>();
        Informer<PersistentVolume> volumes = harness.Informers.Get<PersistentVolume>();
        await harness.Client.CreateAsync(Claim("1Gi"));
        await Eventually.TrueAsync(() => claims.Get("default", "data")?.Status.Phase == "Pending");
        await harness.Client.CreateAsync(Volume("v", "2Gi"));
        await Eventually.TrueAsync(() => claims.Get("default", "data") is { Status.Phase: "Bound", Spec.VolumeName: "v" } && volumes.Get(null, "v")?.Status.Phase == "Bound");
        Pod pod = Make.Pod("p");
        pod.Spec.Volumes = [new Volume { Name = "d", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }];
        await harness.Client.CreateAsync(pod);
        await Eventually.TrueAsync(() => harness.Pods.Count == 1 && claims.Get("default", "data")!.Metadata.Finalizers?.Count == 1);
        await harness.Client.DeleteAsync<PersistentVolumeClaim>("default", "data");
        await Eventually.TrueAsync(() => claims.Get("default", "data")?.Metadata.DeletionTimestamp is not null);
        await harness.Client.DeleteAsync<Pod>("default", "p");
        await Eventually.TrueAsync(() => claims.Get("default", "data") is null);
        await Eventually.TrueAsync(() => volumes.Get(null, "v")?.Status.Phase == "Released");
    }

    private static PersistentVolume Volume(string name, string size)
    {
        var volume = new PersistentVolume();
        volume.Metadata.Name = name;
        volume.Spec.Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) };
        volume.Spec.AccessModes = ["ReadWriteOnce"];
        return volume;
    }

    private static PersistentVolumeClaim Claim(string size)
    {
        var claim = new PersistentVolumeClaim();
        claim.Metadata.Name = "data";
        claim.Metadata.Namespace = "default";
        claim.Spec.AccessModes = ["ReadWriteOnce"];
        claim.Spec.Resources.Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) };
        return claim;
    }
}
