using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.StaticPods;

internal static partial class MirrorLog
{
    [LoggerMessage(EventName = "MirrorPodFailed", Level = LogLevel.Warning, Message = "The API does not yet show static pod {Namespace}/{Name}: {Reason}")]
    public static partial void Failed(ILogger logger, string @namespace, string name, string reason);

    [LoggerMessage(EventName = "ManifestInvalid", Level = LogLevel.Error, Message = "{File} is no pod manifest: {Reason}")]
    public static partial void Invalid(ILogger logger, string file, string reason);
}
