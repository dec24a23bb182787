using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class GarbageCollectorTests
{
    private static readonly ControllerManagerOptions OnlyCollector = new() { Controllers = ["garbage-collector-controller"] };

    [Theory]
    [InlineData("Background", false)]
    [InlineData("Foreground", false)]
    [InlineData("Orphan", true)]
    public async Task Dependents_follow_their_owner_as_the_policy_says(string policy, bool stays)
    {
        await using var harness = new ControllerHarness(OnlyCollector);
        ConfigMap owner = await harness.Client.CreateAsync(Map("owner"));
        ConfigMap child = await harness.Client.CreateAsync(Map("child", owner));
        await harness.Client.CreateAsync(Map("grandchild", child));
        await harness.Client.DeleteAsync<ConfigMap>("default", "owner", new DeleteOptions { PropagationPolicy = policy });
        await UntilAsync(harness, "owner", there: false);
        if (stays)
        {
            await Eventually.TrueAsync(() => harness.Client.GetAsync<ConfigMap>("default", "child").Result.Metadata.OwnerReferences is null or { Count: 0 });
            Assert.NotNull(await harness.Client.FindAsync<ConfigMap>("default", "grandchild"));
            return;
        }

        await UntilAsync(harness, "child", there: false);
        await UntilAsync(harness, "grandchild", there: false);
    }

    [Fact]
    public async Task An_object_whose_owner_never_was_is_removed_and_one_with_another_owner_stays()
    {
        await using var harness = new ControllerHarness(OnlyCollector);
        ConfigMap owner = await harness.Client.CreateAsync(Map("owner"));
        ConfigMap lost = Map("lost");
        lost.Metadata.OwnerReferences = [Reference("nobody", "uid-nobody")];
        await harness.Client.CreateAsync(lost);
        ConfigMap shared = Map("shared", owner);
        shared.Metadata.OwnerReferences!.Add(Reference("nobody", "uid-nobody"));
        await harness.Client.CreateAsync(shared);
        await UntilAsync(harness, "lost", there: false);
        await Eventually.TrueAsync(() => harness.Client.GetAsync<ConfigMap>("default", "shared").Result.Metadata.OwnerReferences!.Count == 1);
    }

    private static async Task UntilAsync(ControllerHarness harness, string name, bool there)
    {
        while (await harness.Client.FindAsync<ConfigMap>("default", name) is not null != there) await Task.Delay(2, TestContext.Current.CancellationToken);
    }

    private static OwnerReference Reference(string name, string uid) =>
        new() { ApiVersion = "v1", Kind = "ConfigMap", Name = name, Uid = uid, BlockOwnerDeletion = true };

    private static ConfigMap Map(string name, ConfigMap? owner = null)
    {
        var map = new ConfigMap();
        map.Metadata.Name = name;
        map.Metadata.Namespace = "default";
        if (owner is not null) map.Metadata.OwnerReferences = [Reference(owner.Metadata.Name!, owner.Metadata.Uid!)];
        return map;
    }
}
