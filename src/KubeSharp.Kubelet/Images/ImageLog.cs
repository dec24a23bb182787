using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Images;

internal static partial class ImageLog
{
    [LoggerMessage(EventName = "ImageArchiveLoaded", Level = LogLevel.Information, Message = "Loaded {File}: {Images}")]
    public static partial void ArchiveLoaded(ILogger logger, string file, string images);

    [LoggerMessage(EventName = "ImageArchiveFailed", Level = LogLevel.Error, Message = "Cannot load {File}: {Reason}")]
    public static partial void ArchiveFailed(ILogger logger, string file, string reason);

    [LoggerMessage(EventName = "ImagesCollected", Level = LogLevel.Information, Message = "Removed {Count} unused images to free disk space")]
    public static partial void Collected(ILogger logger, int count);

    [LoggerMessage(EventName = "ImageCollectionFailed", Level = LogLevel.Warning, Message = "Unused images are not removed: {Reason}")]
    public static partial void CollectionFailed(ILogger logger, string reason);
}
