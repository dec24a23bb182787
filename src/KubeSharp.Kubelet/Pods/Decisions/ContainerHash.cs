using System.Globalization;
using System.Text;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// A short hash of what makes a running container another one when it changes. Only the image can change in a pod's spec
/// without a resize, so name and image are all there is to it.
/// </summary>
internal static class ContainerHash
{
    public static string Of(Container container)
    {
        const uint offset = 2166136261, prime = 16777619;
        var hash = offset;
        foreach (var b in Encoding.UTF8.GetBytes(container.Name + "\0" + container.Image))
        {
            hash = (hash ^ b) * prime;
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
