using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Sources;

/// <summary>The ConfigMaps and Secrets that a pod names anywhere.</summary>
internal static class PodReferences
{
    public static HashSet<ObjectReferenceKey> Of(Pod pod)
    {
        var found = new HashSet<ObjectReferenceKey>();
        var ns = pod.Metadata.Namespace ?? "";
        foreach (var pull in pod.Spec.ImagePullSecrets ?? [])
        {
            Secret(pull.Name);
        }

        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            ConfigMap(volume.ConfigMap?.Name);
            Secret(volume.Secret?.SecretName);
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                ConfigMap(source.ConfigMap?.Name);
                Secret(source.Secret?.Name);
            }
        }

        foreach (var container in Pods.PodContainer.Of(pod))
        {
            foreach (var from in container.Spec.EnvFrom ?? [])
            {
                ConfigMap(from.ConfigMapRef?.Name);
                Secret(from.SecretRef?.Name);
            }

            foreach (var variable in container.Spec.Env ?? [])
            {
                ConfigMap(variable.ValueFrom?.ConfigMapKeyRef?.Name);
                Secret(variable.ValueFrom?.SecretKeyRef?.Name);
            }
        }

        return found;

        void ConfigMap(string? name) => Add(false, name);

        void Secret(string? name) => Add(true, name);

        void Add(bool secret, string? name)
        {
            if (!string.IsNullOrEmpty(name))
            {
                found.Add(new ObjectReferenceKey(secret, ns, name));
            }
        }
    }
}
