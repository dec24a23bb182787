using System.Collections.Concurrent;
using System.Text;
using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.Projected;

/// <summary>
/// Tokens of service accounts, bound to the pod that carries them and replaced when 80 % of their life, or a day, is over
/// (https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#launch-a-pod-using-service-account-token-projection).
/// </summary>
internal sealed class ServiceAccountTokens
{
    private const long DefaultSeconds = 3600;
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(24);

    // The owner alone: set when the pod says who that is, or which group shares it.
    private const int Private = 0b110_000_000;

    private readonly ConcurrentDictionary<(string PodUid, string Audience, long Seconds), (string Token, DateTimeOffset RenewAt)> _issued = new();

    public async ValueTask<FileEntry> GetAsync(
        VolumeContext context, ServiceAccountTokenProjection projection, int mode, CancellationToken cancellationToken)
    {
        var pod = context.Pod;
        var seconds = projection.ExpirationSeconds ?? DefaultSeconds;
        var key = (pod.Metadata.Uid!, projection.Audience ?? "", seconds);
        var now = context.Time.GetUtcNow();
        if (!_issued.TryGetValue(key, out var issued) || now >= issued.RenewAt)
        {
            try
            {
                issued = await RequestAsync(context, projection, seconds, now, cancellationToken);
                _issued[key] = issued;
            }
            catch (Exception e) when (e is not OperationCanceledException && issued.Token is not null)
            {
                // The old token lives on for a fifth of its life; the next refresh tries again.
            }
        }

        var user = CommonUser(pod);
        var isShared = context.FsGroup is null && user is null;
        return new FileEntry(Encoding.UTF8.GetBytes(issued.Token!), isShared ? mode : Private, context.FsGroup is null ? user : null);
    }

    /// <summary>Drops the tokens of a pod that is gone.</summary>
    public void Forget(string podUid)
    {
        foreach (var key in _issued.Keys)
        {
            if (key.PodUid == podUid)
                _issued.TryRemove(key, out _);
        }
    }

    private static async ValueTask<(string Token, DateTimeOffset RenewAt)> RequestAsync(
        VolumeContext context, ServiceAccountTokenProjection projection, long seconds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pod = context.Pod;
        TokenRequest request = new()
        {
            Spec = new()
            {
                Audiences = string.IsNullOrEmpty(projection.Audience) ? [] : [projection.Audience],
                ExpirationSeconds = seconds,
                BoundObjectRef = new() { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var account = pod.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";
        var answer = await context.Objects.RequestTokenAsync(pod.Metadata.Namespace!, account, request, cancellationToken);
        var life = answer.Status.ExpirationTimestamp is { } expires ? expires.ToDateTimeOffset() - now : TimeSpan.FromSeconds(seconds);
        var use = life * 0.8;
        return (answer.Status.Token, now + (use < LongestUse ? use : LongestUse));
    }

    // Upstream makes the file the user's when every container runs as the same one.
    private static long? CommonUser(Pod pod)
    {
        long? common = null;
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []))
        {
            var user = container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
            if (user is null || (common is not null && common != user))
                return null;
            common = user;
        }

        return common;
    }
}
