using KubeSharp.ApiServer.FlowControl.Configuration;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>A FlowSchema and the priority level that it leads to.</summary>
internal sealed class FlowBinding(FlowSchema schema, PriorityLevel level, FlowCounters counters)
{
    public FlowSchema Schema => schema;

    public PriorityLevel Level => level;

    public FlowCounters Counters => counters;
}
