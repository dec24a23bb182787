using KubeSharp.Client;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers;

/// <summary>What every controller is given.</summary>
internal sealed record ControllerContext
{
    /// <summary>The controller's name, as in <c>--controllers</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Writes, as the controller's own identity.</summary>
    public required KubeClient Client { get; init; }

    /// <summary>Reads, shared by all controllers of the process.</summary>
    public required InformerFactory Informers { get; init; }

    /// <summary>Tells users, in the controller's name.</summary>
    public required EventRecorder Events { get; init; }

    /// <summary>Which resources the server has.</summary>
    public required DiscoveryClient Discovery { get; init; }

    /// <summary>Flags.</summary>
    public required ControllerManagerOptions Options { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The controller's log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();
}
