using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Spreads endpoints over slices so that few slices change: endpoints stay where they are, vanished ones leave a gap, new ones fill the
/// slices that change anyway, then those with room, then new slices.
/// </summary>
internal static class SlicePacking
{
    /// <summary>Plans the slices of one address type and one set of ports.</summary>
    /// <param name="existing">Slices with these ports.</param>
    /// <param name="wanted">The endpoints.</param>
    /// <param name="max">The most endpoints a slice may hold.</param>
    /// <param name="needsUpdate">True when a slice's labels or annotations are out of date.</param>
    /// <param name="make">Makes an empty slice, or brings the labels and annotations of a copy up to date.</param>
    /// <param name="plan">Takes the result.</param>
    public static void Pack(
        List<EndpointSlice> existing,
        List<Endpoint> wanted,
        int max,
        Func<EndpointSlice, bool> needsUpdate,
        Func<EndpointSlice?, EndpointSlice> make,
        SlicePlan plan)
    {
        var left = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
        foreach (Endpoint endpoint in wanted) left[Key(endpoint)] = endpoint;
        var changed = new List<EndpointSlice>();
        var unchanged = new List<EndpointSlice>();
        foreach (EndpointSlice slice in existing)
        {
            var kept = new List<Endpoint>();
            bool differs = needsUpdate(slice);
            foreach (Endpoint endpoint in slice.Endpoints ?? [])
            {
                if (!left.Remove(Key(endpoint), out Endpoint? now))
                {
                    differs = true;
                    continue;
                }

                kept.Add(now);
                differs |= !now.Equals(endpoint);
            }

            if (!differs)
            {
                unchanged.Add(slice);
                continue;
            }

            EndpointSlice copy = make(slice);
            copy.Endpoints = kept;
            changed.Add(copy);
        }

        var rest = new Queue<Endpoint>(left.Values);
        changed.Sort(static (a, b) => b.Endpoints!.Count.CompareTo(a.Endpoints!.Count));
        foreach (EndpointSlice slice in changed) Fill(slice, rest, max);
        foreach (EndpointSlice slice in unchanged)
        {
            if (rest.Count == 0 || (slice.Endpoints?.Count ?? 0) + rest.Count > max) continue;
            EndpointSlice copy = make(slice);
            copy.Endpoints = [.. slice.Endpoints ?? []];
            Fill(copy, rest, max);
            plan.Update.Add(copy);
        }

        while (rest.Count > 0)
        {
            EndpointSlice fresh = make(null);
            fresh.Endpoints = [];
            Fill(fresh, rest, max);
            plan.Create.Add(fresh);
        }

        foreach (EndpointSlice slice in changed)
        {
            if (slice.Endpoints!.Count > 0) plan.Update.Add(slice);
            else plan.Delete.Add(slice);
        }
    }

    /// <summary>What makes an endpoint the same though its conditions change.</summary>
    private static string Key(Endpoint endpoint) => endpoint.TargetRef?.Uid is { Length: > 0 } uid
        ? uid + "/" + string.Join(',', endpoint.Addresses)
        : string.Join(',', endpoint.Addresses) + "/" + endpoint.Hostname + "/" + endpoint.NodeName;

    private static void Fill(EndpointSlice slice, Queue<Endpoint> rest, int max)
    {
        while (rest.Count > 0 && slice.Endpoints!.Count < max) slice.Endpoints.Add(rest.Dequeue());
    }
}
