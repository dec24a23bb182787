using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Engine;

/// <summary>A line of the plugin list.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Weight">Default weight of its score; 0 when it does not score.</param>
/// <param name="Create">Makes it for a profile.</param>
internal sealed record PluginEntry(string Name, int Weight, Func<SchedulerProfileOptions, IPlugin> Create);
