namespace KubeSharp.ApiMachinery.Errors;

/// <summary>The machine-readable reasons of a single cause (<c>metav1.CauseType</c>) that are not field validation errors.</summary>
public static class CauseType
{
#pragma warning disable CS1591 // The names are their own documentation: each is the value that stands in causes[].reason.
    public const string UnexpectedServerResponse = "UnexpectedServerResponse";
    public const string FieldManagerConflict = "FieldManagerConflict";
    public const string ResourceVersionTooLarge = "ResourceVersionTooLarge";
    public const string NamespaceTerminating = "NamespaceTerminating";
    public const string DisruptionBudget = "DisruptionBudget";
#pragma warning restore CS1591
}
