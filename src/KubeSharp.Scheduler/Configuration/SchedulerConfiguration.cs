using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Configuration;

/// <summary>
/// Reads the file that --config names: a KubeSchedulerConfiguration in YAML or JSON.
/// https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/
/// </summary>
public static class SchedulerConfiguration
{
    private const string ApiVersion = "kubescheduler.config.k8s.io/v1";

    private static readonly string[] Points =
        ["preEnqueue", "queueSort", "preFilter", "filter", "postFilter", "preScore", "score", "reserve", "permit", "preBind", "bind", "postBind"];

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The file's contents.</param>
    /// <param name="identity">By what name this process stands for election.</param>
    /// <exception cref="SchedulerConfigurationException">It cannot be used; the message says where and why.</exception>
    public static SchedulerOptions Parse(string text, string identity)
    {
        JsonValue? document;
        try
        {
            document = YamlReader.Parse(text);
        }
        catch (YamlException fault)
        {
            throw new SchedulerConfigurationException("not YAML: " + fault.Message);
        }

        if (document is not JsonObject json)
            throw new SchedulerConfigurationException("must be an object");
        var root = new ConfigurationNode(json, "").Only(
            "apiVersion",
            "kind",
            "parallelism",
            "leaderElection",
            "clientConnection",
            "enableProfiling",
            "enableContentionProfiling",
            "percentageOfNodesToScore",
            "podInitialBackoffSeconds",
            "podMaxBackoffSeconds",
            "profiles",
            "extenders",
            "delayCacheUntilActive");
        if (root.Text("apiVersion") != ApiVersion || root.Text("kind") != "KubeSchedulerConfiguration")
            throw new SchedulerConfigurationException($"must be a KubeSchedulerConfiguration of {ApiVersion}");
        foreach (var _ in root.Objects("extenders"))
            throw root.Fault("extenders", "scheduler extenders are not supported");

        var percentage = (int?)root.Number("percentageOfNodesToScore", 0, 100);
        var profiles = new List<SchedulerProfileOptions>();
        foreach (var profile in root.Objects("profiles"))
        {
            var parsed = ProfileFrom(profile, percentage);
            if (profiles.Exists(other => other.SchedulerName == parsed.SchedulerName))
                throw profile.Fault("schedulerName", $"\"{parsed.SchedulerName}\" is used twice");
            profiles.Add(parsed);
        }

        if (profiles.Count == 0)
            profiles.Add(new SchedulerProfileOptions { PercentageOfNodesToScore = percentage });
        var initial = root.Number("podInitialBackoffSeconds", 1, int.MaxValue) ?? 1;
        var max = root.Number("podMaxBackoffSeconds", 1, int.MaxValue) ?? 10;
        if (max < initial)
            throw root.Fault("podMaxBackoffSeconds", "must not be less than podInitialBackoffSeconds");
        return new SchedulerOptions
        {
            Profiles = profiles,
            PodInitialBackoff = TimeSpan.FromSeconds(initial),
            PodMaxBackoff = TimeSpan.FromSeconds(max),
            LeaderElection = ElectionFrom(root.Object("leaderElection"), identity),
        };
    }

    private static LeaderElectionOptions? ElectionFrom(ConfigurationNode? node, string identity)
    {
        node?.Only("leaderElect", "leaseDuration", "renewDeadline", "retryPeriod", "resourceLock", "resourceName", "resourceNamespace");
        if (node?.Truth("leaderElect") == false)
            return null;
        var defaults = new LeaderElectionOptions { Name = "kube-scheduler", Identity = identity };
        return defaults with
        {
            Name = node?.Text("resourceName") ?? defaults.Name,
            Namespace = node?.Text("resourceNamespace") ?? defaults.Namespace,
            LeaseDuration = node?.Duration("leaseDuration") ?? defaults.LeaseDuration,
            RenewDeadline = node?.Duration("renewDeadline") ?? defaults.RenewDeadline,
            RetryPeriod = node?.Duration("retryPeriod") ?? defaults.RetryPeriod,
        };
    }

    private static SchedulerProfileOptions ProfileFrom(ConfigurationNode node, int? percentage)
    {
        node.Only("schedulerName", "percentageOfNodesToScore", "plugins", "pluginConfig");
        var options = new SchedulerProfileOptions
        {
            SchedulerName = node.Text("schedulerName") ?? "default-scheduler",
            PercentageOfNodesToScore = (int?)node.Number("percentageOfNodesToScore", 0, 100) ?? percentage,
        };
        if (node.Object("plugins") is { } plugins)
            options = WithPlugins(options, plugins);
        foreach (var entry in node.Objects("pluginConfig"))
        {
            entry.Only("name", "args");
            if (entry.Object("args") is { } arguments)
                options = WithArguments(options, entry.Text("name") ?? throw entry.Fault("name", "is required"), arguments);
        }

        return options;
    }

    private static SchedulerProfileOptions WithPlugins(SchedulerProfileOptions options, ConfigurationNode plugins)
    {
        plugins.Only(["multiPoint", .. Points]);
        var disabled = new HashSet<string>(StringComparer.Ordinal);
        var disabledAt = new HashSet<(string, string)>();
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var point in (string[])["multiPoint", .. Points])
        {
            if (plugins.Object(point)?.Only("enabled", "disabled") is not { } set)
                continue;
            foreach (var entry in set.Objects("disabled"))
            {
                var name = entry.Only("name", "weight").Text("name") ?? throw entry.Fault("name", "is required");
                if (point == "multiPoint")
                    disabled.Add(name);
                else
                    disabledAt.Add((point, name));
            }

            foreach (var entry in set.Objects("enabled"))
            {
                var name = entry.Only("name", "weight").Text("name") ?? throw entry.Fault("name", "is required");
                if (!DefaultPlugins.InOrder.Any(plugin => plugin.Name == name))
                    throw entry.Fault("name", $"there is no plugin \"{name}\"");
                disabledAt.Remove((point, name));
                if (point is "multiPoint" or "score")
                    weights[name] = (int)(entry.Number("weight", 0, int.MaxValue) ?? 0);
            }
        }

        return options with { DisabledPlugins = disabled, DisabledAt = disabledAt, Weights = weights };
    }

    private static SchedulerProfileOptions WithArguments(SchedulerProfileOptions options, string plugin, ConfigurationNode arguments)
    {
        switch (plugin)
        {
            case "NodeResourcesFit":
                arguments.Only("apiVersion", "kind", "ignoredResources", "ignoredResourceGroups", "scoringStrategy");
                return options with { NodeResourcesFit = FitFrom(arguments) };
            case "NodeResourcesBalancedAllocation":
                arguments.Only("apiVersion", "kind", "resources");
                var resources = arguments.Objects("resources").Select(r => r.Only("name", "weight").Text("name") ?? throw r.Fault("name", "is required"));
                return options with { BalancedResources = [.. resources] };
            case "InterPodAffinity":
                arguments.Only("apiVersion", "kind", "hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods");
                return options with
                {
                    HardPodAffinityWeight = (int?)arguments.Number("hardPodAffinityWeight", 0, 100) ?? 1,
                    IgnorePreferredTermsOfExistingPods = arguments.Truth("ignorePreferredTermsOfExistingPods") ?? false,
                };
            case "NodeAffinity":
                arguments.Only("apiVersion", "kind", "addedAffinity");
                var added = arguments.Object("addedAffinity")?.Object("requiredDuringSchedulingIgnoredDuringExecution");
                return added is null ? options : options with { AddedAffinity = Read<NodeSelector>(added) };
            case "PodTopologySpread":
                arguments.Only("apiVersion", "kind", "defaultConstraints", "defaultingType");
                if (arguments.Text("defaultingType") is null or "System")
                    return options;
                return options with { DefaultConstraints = [.. arguments.Objects("defaultConstraints").Select(Read<TopologySpreadConstraint>)] };
            case "VolumeBinding" or "DefaultPreemption" or "DynamicResources":
                return options;
            default:
                throw new SchedulerConfigurationException($"{arguments.Path}: there is no plugin \"{plugin}\" with arguments");
        }
    }

    private static NodeResourcesFitOptions FitFrom(ConfigurationNode arguments)
    {
        var options = new NodeResourcesFitOptions
        {
            IgnoredResources = arguments.Texts("ignoredResources").ToHashSet(StringComparer.Ordinal),
            IgnoredResourceGroups = arguments.Texts("ignoredResourceGroups").ToHashSet(StringComparer.Ordinal),
        };
        if (arguments.Object("scoringStrategy")?.Only("type", "resources", "requestedToCapacityRatio") is not { } strategy)
            return options;
        var type = strategy.Text("type") switch
        {
            null or "LeastAllocated" => ScoringStrategyType.LeastAllocated,
            "MostAllocated" => ScoringStrategyType.MostAllocated,
            "RequestedToCapacityRatio" => ScoringStrategyType.RequestedToCapacityRatio,
            var other => throw strategy.Fault("type", $"\"{other}\" is no scoring strategy"),
        };
        var resources = strategy.Objects("resources")
            .Select(r => (r.Only("name", "weight").Text("name") ?? throw r.Fault("name", "is required"), r.Number("weight", 1, 100) ?? 1))
            .ToList();
        var shape = strategy.Object("requestedToCapacityRatio")?.Only("shape").Objects("shape")
            .Select(p => ((int)(p.Only("utilization", "score").Number("utilization", 0, 100) ?? 0), (int)(p.Number("score", 0, 10) ?? 0)))
            .ToList() ?? [];
        if (type == ScoringStrategyType.RequestedToCapacityRatio && shape.Count == 0)
            throw strategy.Fault("requestedToCapacityRatio", "shape is required");
        return options with
        {
            Strategy = type,
            Resources = resources.Count > 0 ? resources : options.Resources,
            Shape = shape.Count > 0 ? shape : options.Shape,
        };
    }

    private static T Read<T>(ConfigurationNode node)
        where T : class, IJsonModel<T>
    {
        try
        {
            return KubernetesJson.Parse<T>(node.Value.ToUtf8Bytes());
        }
        catch (System.Text.Json.JsonException fault)
        {
            throw new SchedulerConfigurationException($"{node.Path}: {fault.Message}");
        }
    }
}
