using System.Text;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Logs;
using KubeSharp.Kubelet.Pods.Config;

namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>
/// What a container left to say: the file at its terminationMessagePath, or the end of its log.
/// https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/
/// </summary>
internal static class TerminationMessage
{
    private const int MostBytes = 4096;
    private const int MostLogBytes = 2048;
    private const int MostLogLines = 80;

    public static string Read(ContainerStatus status)
    {
        if (status.Annotations.TryGetValue(Labels.TerminationMessagePath, out var path) && path.Length > 0)
        {
            foreach (var mount in status.Mounts)
            {
                if (mount.ContainerPath == path && ReadFile(mount.HostPath) is { Length: > 0 } message)
                {
                    return message;
                }
            }
        }

        var fallback = status.Annotations.TryGetValue(Labels.TerminationMessagePolicy, out var policy) && policy == "FallbackToLogsOnError";
        return fallback && status.ExitCode != 0 && File.Exists(status.LogPath)
            ? LogTail.Read(status.LogPath, MostLogLines, MostLogBytes)
            : status.Message;
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[MostBytes];
            var length = stream.ReadAtLeast(buffer, MostBytes, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
