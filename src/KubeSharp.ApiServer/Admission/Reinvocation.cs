using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Whether mutating plug-ins are asked a second time, and which of the webhooks and policies: those that may be, after something changed the object
/// that they had seen (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy).
/// </summary>
/// <remarks>Belongs to one try of one request.</remarks>
public sealed class Reinvocation
{
    private Dictionary<string, ReinvocationTrack>? tracks;

    /// <summary>Whether this is the second round.</summary>
    public bool IsSecondRound { get; private set; }

    /// <summary>Whether there is to be a second round.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Asks for a second round.</summary>
    internal void Want() => IsWanted = true;

    /// <summary>Begins the second round.</summary>
    internal void Begin() => IsSecondRound = true;

    /// <summary>What a plug-in knows of the webhooks or policies it has asked; begins to be kept when first called for.</summary>
    /// <param name="plugin">The plug-in's name.</param>
    /// <param name="current">The object as it is now.</param>
    internal ReinvocationTrack Track(string plugin, JsonObject? current)
    {
        tracks ??= new(StringComparer.Ordinal);
        if (!tracks.TryGetValue(plugin, out var track)) tracks.Add(plugin, track = new ReinvocationTrack());
        if (IsSecondRound) track.NoteChanges(current);
        return track;
    }
}
