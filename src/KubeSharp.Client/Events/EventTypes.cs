namespace KubeSharp.Client;

/// <summary>The types an event may have.</summary>
public static class EventTypes
{
    /// <summary>Only tells.</summary>
    public const string Normal = "Normal";

    /// <summary>Someone may have to do something.</summary>
    public const string Warning = "Warning";
}
