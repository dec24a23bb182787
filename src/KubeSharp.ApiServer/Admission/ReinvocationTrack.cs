using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Which webhooks (or policies) of one plug-in were asked in the first round and must be asked again.</summary>
internal sealed class ReinvocationTrack
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> again = new(StringComparer.Ordinal);
    private JsonValue? output;

    /// <summary>Whether one is to be asked in the second round.</summary>
    public bool IsDue(string id) => again.Contains(id);

    /// <summary>One that may be asked again was asked.</summary>
    public void Asked(string id) => asked.Add(id);

    /// <summary>The object was changed: all that were asked before are due again.</summary>
    public void Changed()
    {
        again.UnionWith(asked);
        asked.Clear();
    }

    /// <summary>Remembers what the plug-in left behind.</summary>
    public void Leave(JsonObject? current) => output = asked.Count + again.Count == 0 ? null : current?.DeepClone();

    /// <summary>If plug-ins after this one changed what it left behind, all that were asked are due again.</summary>
    public void NoteChanges(JsonObject? current)
    {
        if (asked.Count > 0 && !JsonValue.DeepEquals(output, current)) Changed();
    }
}
