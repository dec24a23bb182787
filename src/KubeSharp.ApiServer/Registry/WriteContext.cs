using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The circumstances of one write, for the rules of the kind.</summary>
internal sealed class WriteContext
{
    /// <summary>The resource that is written.</summary>
    public required StoredResource Resource { get; init; }

    /// <summary>The subresource through which it is written, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace of the request, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name on the URL; empty for a creation by POST.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who writes.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether all is done but the writing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Adds a Warning header to the answer.</summary>
    public Action<string> AddWarning { get; init; } = static _ => { };

    /// <summary>Ends when the request does.</summary>
    public CancellationToken Cancelled { get; init; }
}
