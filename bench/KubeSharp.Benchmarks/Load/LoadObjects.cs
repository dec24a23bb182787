using System.Globalization;
using System.Text;

namespace KubeSharp.Benchmarks.Load;

/// <summary>The bodies that are written.</summary>
internal static class LoadObjects
{
    /// <summary>The ServiceAccount that pods of a namespace need.</summary>
    public static byte[] DefaultAccount { get; } = """{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"default"}}"""u8.ToArray();

    /// <summary>A ConfigMap of about 1 KiB, or of the padding given.</summary>
    public static byte[] ConfigMap(string name, long mark, int padding = 900) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","labels":{"app":"load"}},"data":{"mark":"{{{mark:D20}}}","text":"{{{new string('x', padding)}}}"}}"""));

    /// <summary>A merge patch of it.</summary>
    public static byte[] Patch(long mark) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"data":{"mark":"{{{mark:D20}}}"}}"""));

    /// <summary>A Pod as a Deployment would make it.</summary>
    public static byte[] Pod(string name) => Encoding.UTF8.GetBytes(
        $$$"""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{{name}}}","labels":{"app":"load","pod-template-hash":"5d8f7c9b4"}},"spec":{"containers":[
        {"name":"main","image":"registry.example/app:1.2.3","ports":[{"containerPort":8080,"name":"http"}],"env":[{"name":"MODE","value":"production"}],
        "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},
        "readinessProbe":{"httpGet":{"path":"/ready","port":"http"}},"livenessProbe":{"httpGet":{"path":"/live","port":"http"}},
        "volumeMounts":[{"name":"config","mountPath":"/etc/app"}]}],"volumes":[{"name":"config","configMap":{"name":"app"}}]}}
        """);
}
