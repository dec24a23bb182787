using System.Globalization;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Which node ports a service gets and gives back, decided over a set of taken ports. Pure: the set is changed, nothing is written.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport</remarks>
internal sealed class NodePortPlan(PortSet ports, Random random)
{
    private readonly List<int> taken = [];
    private readonly List<int> released = [];

    /// <summary>The ports that the service took.</summary>
    public IReadOnlyList<int> Taken => taken;

    /// <summary>The ports that are free once the service is written.</summary>
    public IReadOnlyList<int> Released => released;

    /// <summary>Gives the service its ports.</summary>
    /// <param name="name">The name of the service, for messages.</param>
    /// <param name="now">The service as it is wanted; changed.</param>
    /// <param name="old">The service as it is; null for a new one.</param>
    /// <returns>Why not, or null.</returns>
    public StatusError? Apply(string name, ServiceFields now, ServiceFields? old)
    {
        if (old is not { } before) return (now.NeedsNodePorts ? Create(name, now) : null) ?? (now.NeedsHealthCheck ? TakeHealthCheck(now) : null);
        if (before.NeedsNodePorts && !now.NeedsNodePorts) released.AddRange(before.Ports.Select(ServiceFields.NodePort).Where(port => port != 0));
        return (now.NeedsNodePorts ? Update(name, now, before) : null) ?? HealthCheck(name, now, before);
    }

    private StatusError? Create(string name, ServiceFields now)
    {
        var byPort = new Dictionary<long, int>();
        var index = -1;
        foreach (var port in now.Ports)
        {
            index++;
            var wanted = ServiceFields.NodePort(port);
            if (wanted == 0 && !now.AllocatesNodePorts) continue;
            var number = port.GetInt64("port") ?? 0;
            if (byPort.TryGetValue(number, out var same))
            {
                // The same port under another protocol shares its node port, unless it names one of its own.
                if (wanted == 0) ServiceFields.SetNodePort(port, same);
                else if (wanted != same && Take(name, index, wanted) is { } clash) return clash;
                continue;
            }

            if (wanted == 0) wanted = now.Ports.Where(other => other.GetInt64("port") == number).Select(ServiceFields.NodePort).FirstOrDefault(found => found != 0);
            if (wanted != 0)
            {
                if (Take(name, index, wanted) is { } refused) return refused;
            }
            else if (TakeAny() is { } free) wanted = free;
            else return StatusError.InternalError("failed to allocate a nodePort: range is full");
            ServiceFields.SetNodePort(port, wanted);
            byPort[number] = wanted;
        }

        return null;
    }

    private StatusError? Update(string name, ServiceFields now, ServiceFields old)
    {
        var had = old.Ports.Select(ServiceFields.NodePort).Where(port => port != 0).ToHashSet();
        var pairs = new HashSet<(string, int)>();
        var index = -1;
        foreach (var port in now.Ports)
        {
            index++;
            var wanted = ServiceFields.NodePort(port);
            if (wanted == 0 && !now.AllocatesNodePorts) continue;
            if (wanted != 0)
            {
                if (!had.Contains(wanted) && !taken.Contains(wanted) && Take(name, index, wanted) is { } refused) return refused;
            }
            else if (TakeAny() is { } free) ServiceFields.SetNodePort(port, wanted = free);
            else return StatusError.InternalError("failed to allocate a nodePort: range is full");

            var protocol = port.GetString("protocol") ?? "";
            if (!pairs.Add((protocol, wanted))) return StatusError.Unclassified($"duplicate nodePort: {{{protocol} {wanted}}}");
        }

        var has = now.Ports.Select(ServiceFields.NodePort).ToHashSet();
        released.AddRange(had.Where(port => !has.Contains(port)));
        return null;
    }

    private StatusError? HealthCheck(string name, ServiceFields now, ServiceFields old)
    {
        if (!now.NeedsHealthCheck)
        {
            if (old is { NeedsHealthCheck: true, HealthCheckNodePort: not 0 }) released.Add((int)old.HealthCheckNodePort);
            return null;
        }

        if (!old.NeedsHealthCheck) return TakeHealthCheck(now);
        if (old.HealthCheckNodePort == now.HealthCheckNodePort) return null;
        return Invalid(name, FieldPath.Spec.Child("healthCheckNodePort"), now.HealthCheckNodePort, "cannot change healthCheckNodePort on loadBalancer service with externalTraffic=Local during update");
    }

    private StatusError? TakeHealthCheck(ServiceFields now)
    {
        if (now.HealthCheckNodePort != 0)
        {
            return Refusal((int)now.HealthCheckNodePort) is { } why
                ? StatusError.InternalError(string.Create(CultureInfo.InvariantCulture, $"failed to allocate requested HealthCheck NodePort {now.HealthCheckNodePort}: {why}"))
                : null;
        }

        if (TakeAny() is not { } free) return StatusError.InternalError("failed to allocate a HealthCheck NodePort 0: range is full");
        now.HealthCheckNodePort = free;
        return null;
    }

    private StatusError? Take(string name, int index, int port) =>
        Refusal(port) is { } why ? Invalid(name, FieldPath.Spec.Child("ports").Index(index).Child("nodePort"), port, why) : null;

    // Takes the port, or says why not.
    private string? Refusal(int port)
    {
        if (!ports.Contains(port)) return $"provided port is not in the valid range. The range of valid ports is {ports.Range}";
        if (ports.Has(port)) return "provided port is already allocated";
        ports.Set(port);
        taken.Add(port);
        return null;
    }

    private int? TakeAny()
    {
        if (ports.TakeAny(random) is not { } free) return null;
        taken.Add(free);
        return free;
    }

    private static StatusError Invalid(string name, FieldPath path, long value, string why) =>
        StatusError.Invalid(new GroupKind("", "Service"), name, [FieldError.Invalid(path, value, why)]);
}
