using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Keeps a flood of events from drowning the server (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#eventratelimit).
/// </summary>
internal sealed class EventRateLimit : IValidatingAdmission
{
    private readonly EventLimit[] limits;

    /// <summary>Reads the <c>limits</c> of the configuration.</summary>
    /// <exception cref="ArgumentException">There are none, or one makes no sense.</exception>
    public EventRateLimit(JsonObject? settings, TimeProvider time)
    {
        limits = [.. (settings?.GetArray("limits") ?? []).OfType<JsonObject>().Select(limit => new EventLimit(limit, time))];
        if (limits.Length == 0) throw new ArgumentException("invalid configuration: limits: Invalid value: []: must not be empty", nameof(settings));
    }

    /// <inheritdoc/>
    public string Name => "EventRateLimit";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.DryRun || attributes.Kind is not { Group: "", Kind: "Event" }) return default;
        List<string> reached = [];
        foreach (var limit in limits)
        {
            // Every limit counts the event, also when another refuses it.
            if (limit.Reached(attributes) is { } why) reached.Add(why);
        }

        if (reached.Count == 0) return default;
        return new(StatusError.TooManyRequests($"Too many requests: {(reached.Count == 1 ? reached[0] : $"[{string.Join(", ", reached)}]")}"));
    }
}
