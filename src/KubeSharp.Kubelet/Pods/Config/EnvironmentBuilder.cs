using System.Text;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Downward;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>Makes a container's environment from all of its sources, later ones over earlier ones: services, envFrom, env.</summary>
internal sealed class EnvironmentBuilder(IPodObjects objects, Func<string, IReadOnlyList<Service>> servicesOf, Func<IReadOnlyDictionary<string, Quantity>> allocatable)
{
    private const string MasterNamespace = "default";
    private const string MasterService = "kubernetes";

    /// <summary>The environment, in the order in which it is defined.</summary>
    /// <param name="pod">The pod, with its addresses in its status.</param>
    /// <param name="container">The container.</param>
    /// <param name="volumes">Paths of the pod's volumes, for variables read from files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ContainerConfigException">Something it refers to is missing.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(
        Pod pod, Container container, IReadOnlyDictionary<string, string> volumes, CancellationToken cancellationToken)
    {
        var services = ServiceEnvironment(pod);
        var result = new OrderedDictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
        {
            await AddAllAsync(result, pod, source, cancellationToken);
        }

        foreach (var variable in container.Env ?? [])
        {
            var value = variable.ValueFrom is { } from
                ? await ReadAsync(pod, container, variable.Name, from, volumes, cancellationToken)
                : VariableExpansion.Expand(variable.Value ?? "", name => result.TryGetValue(name, out var known) ? known : services.GetValueOrDefault(name));
            if (value is not null)
            {
                result[variable.Name] = value;
            }
        }

        foreach (var (name, value) in services)
        {
            result.TryAdd(name, value);
        }

        return [.. result];
    }

    private Dictionary<string, string> ServiceEnvironment(Pod pod)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in servicesOf(MasterNamespace))
        {
            if (service.Metadata.Name == MasterService)
            {
                ServiceVariables.Add(environment, service);
            }
        }

        if (pod.Spec.EnableServiceLinks ?? true)
        {
            foreach (var service in servicesOf(pod.Metadata.Namespace ?? ""))
            {
                ServiceVariables.Add(environment, service);
            }
        }

        return environment;
    }

    private async Task AddAllAsync(OrderedDictionary<string, string> result, Pod pod, EnvFromSource source, CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.Namespace ?? "";
        if (source.ConfigMapRef is { } mapRef)
        {
            var map = await objects.GetConfigMapAsync(ns, mapRef.Name ?? "", cancellationToken);
            if (map is null && mapRef.Optional != true)
            {
                throw new ContainerConfigException($"configmap \"{mapRef.Name}\" not found");
            }

            foreach (var (key, value) in map?.Data ?? [])
            {
                AddKey(result, source.Prefix + key, value);
            }
        }
        else if (source.SecretRef is { } secretRef)
        {
            var secret = await objects.GetSecretAsync(ns, secretRef.Name ?? "", cancellationToken);
            if (secret is null && secretRef.Optional != true)
            {
                throw new ContainerConfigException($"secret \"{secretRef.Name}\" not found");
            }

            foreach (var (key, value) in secret?.Data ?? [])
            {
                AddKey(result, source.Prefix + key, Encoding.UTF8.GetString(value));
            }
        }
    }

    /// <summary>A name may hold any printable ASCII character but "=": other keys are left out.</summary>
    private static void AddKey(OrderedDictionary<string, string> result, string name, string value)
    {
        foreach (var c in name)
        {
            if (c is < ' ' or > '~' or '=')
            {
                return;
            }
        }

        if (name.Length > 0)
        {
            result[name] = value;
        }
    }

    private async Task<string?> ReadAsync(
        Pod pod, Container container, string variable, EnvVarSource from, IReadOnlyDictionary<string, string> volumes,
        CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.Namespace ?? "";
        if (from.FieldRef is { } field)
        {
            return PodFields.Read(pod, field.FieldPath) ??
                throw new ContainerConfigException($"unsupported fieldPath: {field.FieldPath}");
        }

        if (from.ResourceFieldRef is { } resource)
        {
            return ContainerResources.Read(pod, resource, container.Name, allocatable()) ??
                throw new ContainerConfigException($"unsupported container resource : {resource.Resource}");
        }

        if (from.ConfigMapKeyRef is { } mapKey)
        {
            var map = await objects.GetConfigMapAsync(ns, mapKey.Name ?? "", cancellationToken);
            if (map is null)
            {
                return mapKey.Optional == true ? null : throw new ContainerConfigException($"configmap \"{mapKey.Name}\" not found");
            }

            return map.Data is { } data && data.TryGetValue(mapKey.Key, out var value) ? value
                : mapKey.Optional == true ? null
                : throw new ContainerConfigException($"couldn't find key {mapKey.Key} in ConfigMap {ns}/{mapKey.Name}");
        }

        if (from.SecretKeyRef is { } secretKey)
        {
            var secret = await objects.GetSecretAsync(ns, secretKey.Name ?? "", cancellationToken);
            if (secret is null)
            {
                return secretKey.Optional == true ? null : throw new ContainerConfigException($"secret \"{secretKey.Name}\" not found");
            }

            return secret.Data is { } data && data.TryGetValue(secretKey.Key, out var value) ? Encoding.UTF8.GetString(value)
                : secretKey.Optional == true ? null
                : throw new ContainerConfigException($"couldn't find key {secretKey.Key} in Secret {ns}/{secretKey.Name}");
        }

        return from.FileKeyRef is { } file ? await EnvironmentFile.ReadAsync(file, variable, volumes, cancellationToken) : "";
    }
}
