namespace KubeSharp.Client;

/// <summary>
/// What to list or watch: the query parameters of a collection request. The default selects everything, at the newest revision.
/// Rules for revisions: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.
/// </summary>
public sealed record ListQuery
{
    /// <summary>The empty options: everything, newest revision.</summary>
    public static ListQuery Default { get; } = new();

    /// <summary>A label selector in its text form, for example <c>app=web,tier!=cache</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector in its text form, for example <c>spec.nodeName=n1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The most items one answer may hold; the rest follows by <see cref="Continue"/>. Null means all at once.</summary>
    public int? Limit { get; init; }

    /// <summary>The token of the previous page.</summary>
    public string? Continue { get; init; }

    /// <summary>The revision to read at or to watch from; null means the newest, "0" means whatever the server has at hand.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>Exact</c> or <c>NotOlderThan</c>; only with a <see cref="ResourceVersion"/> or <see cref="SendInitialEvents"/>.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>How long the server may keep a watch open or work on a list, in seconds.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Watch only: ask for bookmarks, events that carry nothing but a newer revision. Default true.</summary>
    public bool AllowWatchBookmarks { get; init; } = true;

    /// <summary>Watch only: stream the current state as ADDED events first, ended by a bookmark with the annotation <c>k8s.io/initial-events-end</c>.</summary>
    public bool? SendInitialEvents { get; init; }
}
