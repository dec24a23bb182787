using KubeSharp.ApiServer.Audit.Events;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>A place where events go. Called concurrently. Disposing of it waits, a while, for what is under way.</summary>
internal interface IAuditBackend : IAsyncDisposable
{
    /// <summary>Takes the event of the stage that the trail is in; what it needs of it is copied before the first wait.</summary>
    /// <returns>False if the request must not go on because the event is lost.</returns>
    ValueTask<bool> ProcessAsync(AuditTrail trail);
}
