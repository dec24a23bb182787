using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>The volume in which a pod finds its token, the cluster's authority and its namespace. Pure.</summary>
internal static class TokenVolume
{
    /// <summary>How the volume's name starts.</summary>
    public const string Prefix = "kube-api-access-";

    /// <summary>Where it is mounted.</summary>
    public const string Path = "/var/run/secrets/kubernetes.io/serviceaccount";

    // An hour and seven seconds: by the odd number the API server knows tokens whose pods may not renew them, and lets those live on.
    private const long ExpirationSeconds = 3607;

    /// <summary>Mounts the volume in every container that has nothing else at its path, and adds it if any container needs it.</summary>
    public static void Mount(JsonObject spec, string freshName)
    {
        var existing = spec.Objects("volumes")
            .Select(volume => volume.GetString("name"))
            .FirstOrDefault(name => name?.StartsWith(Prefix, StringComparison.Ordinal) == true);
        var name = existing ?? freshName;
        var needed = false;
        foreach (var container in PodSpecs.Containers(spec))
        {
            if (container.Objects("volumeMounts").Any(mount => mount.GetString("mountPath") == Path))
                continue;
            needed = true;
            container.GetOrAddArray("volumeMounts").Add(new JsonObject { { "name", name }, { "readOnly", true }, { "mountPath", Path } });
        }

        if (needed && existing is null)
            spec.GetOrAddArray("volumes").Add(Volume(name));
    }

    private static JsonObject Volume(string name) => new()
    {
        { "name", name },
        {
            "projected", new JsonObject
            {
                {
                    "sources", new JsonArray(
                    [
                        new JsonObject { { "serviceAccountToken", new JsonObject { { "expirationSeconds", ExpirationSeconds }, { "path", "token" } } } },
                        new JsonObject
                        {
                            {
                                "configMap", new JsonObject
                                {
                                    { "name", "kube-root-ca.crt" },
                                    { "items", new JsonArray([new JsonObject { { "key", "ca.crt" }, { "path", "ca.crt" } }]) },
                                }
                            },
                        },
                        new JsonObject
                        {
                            {
                                "downwardAPI", new JsonObject
                                {
                                    {
                                        "items", new JsonArray(
                                        [
                                            new JsonObject
                                            {
                                                { "path", "namespace" },
                                                { "fieldRef", new JsonObject { { "apiVersion", "v1" }, { "fieldPath", "metadata.namespace" } } },
                                            },
                                        ])
                                    },
                                }
                            },
                        },
                    ])
                },
                { "defaultMode", 0b110_100_100 },
            }
        },
    };
}
