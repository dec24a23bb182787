namespace KubeSharp.Scheduler.Framework;

/// <summary>One scheduler plugin: a file in Plugins/ and one line in <see cref="Engine.DefaultPlugins"/>.</summary>
internal interface IPlugin
{
    /// <summary>The upstream name, as used in a KubeSchedulerConfiguration.</summary>
    string Name { get; }
}
