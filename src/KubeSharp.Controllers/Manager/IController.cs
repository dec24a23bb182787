namespace KubeSharp.Controllers;

/// <summary>One control loop. Its constructor asks for informers and adds handlers; the manager starts the informers, then runs it.</summary>
internal interface IController
{
    /// <summary>Works until cancelled. Waits by itself for the informers it needs.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
