namespace KubeSharp.ApiServer.Admission;

/// <summary>What mutating and validating admission plug-ins have in common. A plug-in may be both.</summary>
public interface IAdmissionPlugin
{
    /// <summary>The name by which the plug-in is switched on and off, for instance <c>ServiceAccount</c>.</summary>
    string Name { get; }

    /// <summary>Whether the plug-in has anything to say about an operation; it is not called for others.</summary>
    bool Handles(AdmissionOperation operation);
}
