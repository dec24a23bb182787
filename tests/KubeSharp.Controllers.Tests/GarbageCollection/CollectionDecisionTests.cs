using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class CollectionDecisionTests
{
    [Theory]
    [InlineData("", "keep")]
    [InlineData("present", "keep")]
    [InlineData("absent", "delete Background")]
    [InlineData("present absent", "unlink absent")]
    [InlineData("present waiting absent", "unlink waiting,absent")]
    [InlineData("waiting", "delete Background")]
    [InlineData("waiting absent", "delete Background")]
    public void What_happens_follows_from_what_became_of_the_owners(string owners, string expected)
    {
        var item = new ObjectMeta
        {
            OwnerReferences = [.. owners.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => new OwnerReference { Uid = o, Name = o })],
        };
        Assert.Equal(expected, Describe(CollectionDecision.Decide(item, View(), State)));
    }

    [Fact]
    public void Below_an_owner_that_waits_deletion_goes_on_in_the_foreground()
    {
        var item = new ObjectMeta { OwnerReferences = [new OwnerReference { Uid = "waiting" }] };
        Assert.Equal("delete Foreground", Describe(CollectionDecision.Decide(item, View(new GraphDependent("d", null, "", "", false, false, true)), State)));
        CollectionAction circle = CollectionDecision.Decide(item, View(new GraphDependent("d", null, "", "", true, true, true)), State);
        Assert.True(Assert.IsType<CollectionAction.Delete>(circle).Unblock);
    }

    [Fact]
    public void Finalizers_keep_the_policy_that_was_asked_for()
    {
        var item = new ObjectMeta { OwnerReferences = [new OwnerReference { Uid = "absent" }], Finalizers = ["orphan"] };
        Assert.Equal("delete Orphan", Describe(CollectionDecision.Decide(item, View(), State)));
    }

    [Fact]
    public void The_graph_asks_for_a_look_at_what_may_have_lost_its_owner()
    {
        var asked = new List<string>();
        var orphaned = new List<string>();
        var graph = new OwnershipGraph(asked.Add, orphaned.Add);
        var pods = new ResourceInfo("", "v1", "Pod", "pods", true);
        graph.Observe(pods, Meta("child", owner: "parent"));
        Assert.Equal(["parent"], asked);
        asked.Clear();
        graph.ReportAbsent("parent");
        Assert.Equal(["child"], asked);
        asked.Clear();
        graph.Observe(pods, Meta("parent"));
        graph.ReportAbsent("parent");
        Assert.Empty(asked);
        graph.Remove("parent");
        Assert.Equal(["child"], asked);
        graph.Remove("child");
        Assert.Equal(0, graph.Count);
    }

    [Fact]
    public void The_graph_sees_foreground_and_orphaning_deletions_begin_and_blockers_leave()
    {
        var asked = new List<string>();
        var orphaned = new List<string>();
        var graph = new OwnershipGraph(asked.Add, orphaned.Add);
        var pods = new ResourceInfo("", "v1", "Pod", "pods", true);
        graph.Observe(pods, Meta("parent"));
        graph.Observe(pods, Meta("child", owner: "parent"));
        Assert.Empty(asked);
        ObjectMeta deleted = Meta("parent");
        deleted.DeletionTimestamp = Make.Now;
        deleted.Finalizers = ["foregroundDeletion"];
        graph.Observe(pods, deleted);
        Assert.Equal(["child", "parent"], asked);
        asked.Clear();
        graph.Remove("child");
        Assert.Equal(["parent"], asked);
        deleted = Meta("other");
        deleted.DeletionTimestamp = Make.Now;
        deleted.Finalizers = ["orphan"];
        graph.Observe(pods, deleted);
        Assert.Equal(["other"], orphaned);
    }

    private static ObjectMeta Meta(string uid, string? owner = null) => new()
    {
        Uid = uid,
        Name = uid,
        Namespace = "default",
        OwnerReferences = owner is null ? null : [new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = owner, Uid = owner, BlockOwnerDeletion = true }],
    };

    private static OwnerState State(OwnerReference owner) =>
        owner.Uid switch { "present" => OwnerState.Present, "waiting" => OwnerState.WaitsForDependents, _ => OwnerState.Absent };

    private static GraphView View(params GraphDependent[] dependents) => new("x", null, "v1", "Pod", "default", "x", false, false, false, dependents);

    private static string Describe(CollectionAction action) => action switch
    {
        CollectionAction.Delete d => "delete " + d.Policy,
        CollectionAction.Unlink u => "unlink " + string.Join(',', u.OwnerUids),
        _ => "keep",
    };
}
