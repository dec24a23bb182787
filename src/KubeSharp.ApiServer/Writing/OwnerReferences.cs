using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Writing;

/// <summary>An owner is named once: what names it again is dropped, with a warning.</summary>
internal static class OwnerReferences
{
    private const string Advice = "; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; "
        + "please fix your requests; duplicate UID(s) observed: ";

    /// <summary>Drops what comes again.</summary>
    /// <param name="document">The object; changed.</param>
    /// <param name="warn">Receives the warning, if there is one.</param>
    /// <param name="patched">Whether a patch made the object: then upstream looks only after admission, and says so.</param>
    public static void Deduplicate(JsonObject document, Action<string> warn, bool patched)
    {
        if (document.FindArray("metadata", "ownerReferences") is not { Count: > 1 } owners) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var again = new List<string>();
        for (var i = 0; i < owners.Count; i++)
        {
            var uid = owners[i].FindString("uid") ?? "";
            if (seen.Add(uid)) continue;
            again.Add(uid);
            owners.RemoveAt(i--);
        }

        if (again.Count == 0) return;
        var when = patched ? " after mutating admission happens" : "";
        warn($".metadata.ownerReferences contains duplicate entries{when}{Advice}{string.Join(", ", again)}");
    }
}
