using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Engine;

/// <summary>A profile's plugins sorted by extension point, and the calls that run over several of them.</summary>
internal sealed class Profile
{
    private readonly IPreEnqueuePlugin[] preEnqueue;
    private readonly IPreFilterUpdates[] updates;

    /// <summary>Builds a profile from its options and the plugin list.</summary>
    public Profile(SchedulerProfileOptions options, IReadOnlyList<PluginEntry>? entries = null)
    {
        SchedulerName = options.SchedulerName;
        PercentageOfNodesToScore = options.PercentageOfNodesToScore ?? 0;
        var plugins = new List<IPlugin>();
        var scores = new List<(IScorePlugin, int)>();
        foreach (var entry in entries ?? DefaultPlugins.InOrder)
        {
            var weighted = options.Weights.TryGetValue(entry.Name, out var weight);
            if (options.DisabledPlugins.Contains(entry.Name) || (options.DisabledPlugins.Contains("*") && !weighted))
                continue;
            var plugin = entry.Create(options);
            plugins.Add(plugin);
            if (plugin is IScorePlugin score && options.IsEnabledAt("score", plugin.Name))
                scores.Add((score, weighted && weight > 0 ? weight : entry.Weight));
        }

        QueueSort = Only<IQueueSortPlugin>("queueSort") is [var sort, ..] ? sort : new Plugins.PrioritySort();
        preEnqueue = Only<IPreEnqueuePlugin>("preEnqueue");
        PreFilters = Only<IPreFilterPlugin>("preFilter");
        updates = Only<IPreFilterUpdates>("preFilter");
        Filters = Only<IFilterPlugin>("filter");
        PostFilters = Only<IPostFilterPlugin>("postFilter");
        PreScores = Only<IPreScorePlugin>("preScore");
        Scores = [.. scores];
        Reserves = Only<IReservePlugin>("reserve");
        Permits = Only<IPermitPlugin>("permit");
        PreBinds = Only<IPreBindPlugin>("preBind");
        Binders = Only<IBindPlugin>("bind");
        var hints = new Dictionary<string, IQueueingHints>(StringComparer.Ordinal);
        foreach (var plugin in plugins)
        {
            if (plugin is IQueueingHints hint)
                hints.Add(plugin.Name, hint);
        }

        Hints = hints;

        T[] Only<T>(string point)
            where T : IPlugin
        {
            var list = new List<T>();
            foreach (var plugin in plugins)
            {
                if (plugin is T match && options.IsEnabledAt(point, plugin.Name))
                    list.Add(match);
            }

            return [.. list];
        }
    }

    /// <summary>The name pods ask for.</summary>
    public string SchedulerName { get; }

    /// <summary>Share of the nodes, in percent, after which no more feasible ones are looked for; 0 adapts to the cluster's size.</summary>
    public int PercentageOfNodesToScore { get; }

    /// <summary>The queue's order.</summary>
    public IQueueSortPlugin QueueSort { get; }

    /// <summary>Prefilter plugins in order.</summary>
    public IPreFilterPlugin[] PreFilters { get; }

    /// <summary>Filter plugins in order.</summary>
    public IFilterPlugin[] Filters { get; }

    /// <summary>Postfilter plugins in order.</summary>
    public IPostFilterPlugin[] PostFilters { get; }

    /// <summary>Prescore plugins in order.</summary>
    public IPreScorePlugin[] PreScores { get; }

    /// <summary>Score plugins with their weights.</summary>
    public (IScorePlugin Plugin, int Weight)[] Scores { get; }

    /// <summary>Reserve plugins in order.</summary>
    public IReservePlugin[] Reserves { get; }

    /// <summary>Permit plugins in order.</summary>
    public IPermitPlugin[] Permits { get; }

    /// <summary>Prebind plugins in order.</summary>
    public IPreBindPlugin[] PreBinds { get; }

    /// <summary>Bind plugins in order.</summary>
    public IBindPlugin[] Binders { get; }

    /// <summary>Which plugin wakes its pods on what.</summary>
    public IReadOnlyDictionary<string, IQueueingHints> Hints { get; }

    /// <summary>The first objection to the pod entering the active queue.</summary>
    public Status? RunPreEnqueue(PodInfo pod)
    {
        foreach (var plugin in preEnqueue)
        {
            if (plugin.PreEnqueue(pod) is { } status)
                return status;
        }

        return null;
    }

    /// <summary>The first objection to the pod on the node.</summary>
    public Status? RunFilters(CycleState state, PodInfo pod, NodeInfo node)
    {
        var filters = Filters;
        var skipped = state.SkippedFilters;
        for (var i = 0; i < filters.Length; i++)
        {
            if ((skipped & (1UL << i)) != 0)
                continue;
            if (filters[i].Filter(state, pod, node) is { } status)
                return status;
        }

        return null;
    }

    /// <summary>
    /// Same, with the pods that were promised the node counted in when they are as important; the pod must also fit without them,
    /// because they may never come and it may depend on them.
    /// </summary>
    public Status? RunFiltersWithNominated(CycleState state, PodInfo pod, NodeInfo node, ClusterState cluster)
    {
        if (cluster.Nominations.NodeCount > 0 && cluster.Nominations.On(node.Name) is { } nominated)
        {
            CycleState? withState = null;
            NodeInfo? withNode = null;
            foreach (var other in nominated)
            {
                if (other.Priority < pod.Priority || other.Key == pod.Key)
                    continue;
                withState ??= state.Clone();
                withNode ??= node.Clone();
                withNode.AddPod(other);
                AddPod(withState, pod, other, withNode);
            }

            if (withState is not null && RunFilters(withState, pod, withNode!) is { } status)
                return status;
        }

        return RunFilters(state, pod, node);
    }

    /// <summary>Tells the prefilter results of another pod on a node.</summary>
    public void AddPod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node)
    {
        foreach (var plugin in updates)
            plugin.AddPod(state, pod, other, node);
    }

    /// <summary>Tells the prefilter results of another pod leaving a node.</summary>
    public void RemovePod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node)
    {
        foreach (var plugin in updates)
            plugin.RemovePod(state, pod, other, node);
    }
}
