namespace KubeSharp.Client;

/// <summary>Query parameters shared by create, update and patch.</summary>
public sealed record WriteOptions
{
    /// <summary>The name under which the server records who owns the written fields. Null: derived from the user agent.</summary>
    public string? FieldManager { get; init; }

    /// <summary>What to do with unknown or duplicate fields: <c>Ignore</c>, <c>Warn</c> or <c>Strict</c>. Null: the server's default, <c>Warn</c>.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>When true the server does everything but store the object.</summary>
    public bool DryRun { get; init; }

    /// <summary>Server-side apply only: take over fields that another manager owns.</summary>
    public bool? Force { get; init; }
}
