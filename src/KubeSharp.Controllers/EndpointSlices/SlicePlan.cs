using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers;

/// <summary>The EndpointSlices to write.</summary>
internal sealed record SlicePlan(List<EndpointSlice> Create, List<EndpointSlice> Update, List<EndpointSlice> Delete);
