using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Images;

internal static partial class ImageLog
{
    [LoggerMessage(EventName = "ImageArchiveLoaded", Level = LogLevel.Information, Message = "Loaded {File}: {Images}")]
    public static partial void ArchiveLoaded(ILogger logger, string file, string images);

    [LoggerMessage(EventName = "ImageArchiveFailed", Level = LogLevel.Error, Message = "Cannot load {File}: {Reason}")]
    public static partial void ArchiveFailed(ILogger logger, string file, string reason);
}
