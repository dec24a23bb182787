using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>Access modes in the short form of tables.</summary>
internal static class AccessModes
{
    public static string Short(JsonArray? modes) => string.Join(',', (modes ?? []).OfType<JsonString>().Select(mode => mode.Value switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));
}
