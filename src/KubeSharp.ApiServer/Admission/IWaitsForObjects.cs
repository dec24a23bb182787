namespace KubeSharp.ApiServer.Admission;

/// <summary>A plug-in whose decisions rest on objects that it watches: the server does not serve before it knows them all.</summary>
internal interface IWaitsForObjects
{
    /// <summary>Completes when everything that is stored is known.</summary>
    Task Synced { get; }
}
