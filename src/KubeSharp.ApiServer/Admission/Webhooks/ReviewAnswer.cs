using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>What a webhook answered.</summary>
internal sealed record ReviewAnswer
{
    /// <summary>Whether the request may go on.</summary>
    public bool Allowed { get; init; }

    /// <summary>The Status that goes with a no.</summary>
    public JsonObject? Status { get; init; }

    /// <summary>The patch; empty for none.</summary>
    public byte[] Patch { get; init; } = [];

    /// <summary>JSONPatch.</summary>
    public string PatchType { get; init; } = "";

    /// <summary>For Warning headers.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>For the audit event.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AuditAnnotations { get; init; } = [];
}
