namespace KubeSharp.Controllers;

/// <summary>Condition statuses.</summary>
internal static class Truth
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";
}
