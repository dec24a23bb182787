using System.Net;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>One thing that is wrong between services and what is given out to them.</summary>
/// <param name="About">The service or address that the event is about.</param>
/// <param name="Reason">The event's reason.</param>
/// <param name="Note">The event's text.</param>
internal sealed record RepairAction(JsonObject About, string Reason, string Note)
{
    /// <summary>The service whose address is to be taken.</summary>
    public NamespacedName Owner { get; init; }

    /// <summary>The address to take for <see cref="Owner"/>, or null.</summary>
    public IPAddress? Take { get; init; }

    /// <summary>Whether the IPAddress <see cref="About"/> is to be deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>Whether nobody did anything wrong.</summary>
    public bool IsNormal { get; init; }
}
