namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// A plugin's answer. <c>null</c> stands for success everywhere, so that the common case costs nothing; plugins keep one
/// instance for each fixed reason, which also lets the failure histogram count by reference.
/// </summary>
internal sealed class Status(StatusCode code, string plugin, params string[] reasons)
{
    /// <summary>The kind of answer.</summary>
    public StatusCode Code { get; } = code;

    /// <summary>Name of the plugin that gave the answer.</summary>
    public string Plugin { get; } = plugin;

    /// <summary>The reasons, each as one phrase of the FailedScheduling message.</summary>
    public string[] Reasons { get; } = reasons;

    /// <summary>The reasons as one sentence.</summary>
    public string Message => string.Join(", ", Reasons);

    /// <summary>True when the pod was turned away (as opposed to a fault or a wait).</summary>
    public bool IsRejection => Code is StatusCode.Unschedulable or StatusCode.UnschedulableAndUnresolvable;

    /// <inheritdoc/>
    public override string ToString() => $"{Code}({Plugin}): {Message}";
}
