using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Kubelet;
using KubeSharp.ApiServer.Resources.Core.ComponentStatuses;
using KubeSharp.ApiServer.Resources.Core.Namespaces;
using KubeSharp.ApiServer.Resources.Core.Pods;
using KubeSharp.ApiServer.Routing;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Which subresource is answered by whom (status and scale are generic; those about access are in <see cref="AccessResources"/>).</summary>
internal static class SubresourceCatalog
{
    public static Subresources Build(KubeletConnections kubelets, IStore store)
    {
        var all = new Subresources();

        // Pods
        var binding = new BindingHandler();
        all.Add("", "pods", "binding", binding, "create");
        all.AddVirtual("", "bindings", binding);
        all.Add("", "pods", "eviction", new EvictionHandler(), "create");
        all.Add("", "pods", "ephemeralcontainers", new GetHandler(), "get");
        all.Add("", "pods", "ephemeralcontainers", new UpdateHandler("ephemeralcontainers"), "update");
        all.Add("", "pods", "ephemeralcontainers", new PatchHandler("ephemeralcontainers"), "patch");
        all.Add("", "pods", "resize", new GetHandler(), "get");
        all.Add("", "pods", "resize", new UpdateHandler("resize"), "update");
        all.Add("", "pods", "resize", new PatchHandler("resize"), "patch");
        all.Add("", "pods", "log", new LogHandler(kubelets), "get");
        foreach (var stream in (string[])["exec", "attach", "portforward"]) all.Add("", "pods", stream, new PodStreamHandler(kubelets, stream), "get", "create");
        foreach (var verb in (string[])["get", "create", "update", "patch", "delete"])
        {
            all.Add("", "pods", "proxy", new PodProxyHandler(kubelets), verb);
            all.Add("", "services", "proxy", new ServiceProxyHandler(kubelets), verb);
            all.Add("", "nodes", "proxy", new NodeProxyHandler(kubelets), verb);
        }

        all.AddVirtual("", "componentstatuses", new ComponentStatusHandler(store));

        // Namespaces, certificates
        all.Add("", "namespaces", "finalize", new FinalizeHandler(), "update");
        all.Add("certificates.k8s.io", "certificatesigningrequests", "approval", new GetHandler(), "get");
        all.Add("certificates.k8s.io", "certificatesigningrequests", "approval", new UpdateHandler("approval"), "update");
        all.Add("certificates.k8s.io", "certificatesigningrequests", "approval", new PatchHandler("approval"), "patch");

        return all;
    }
}
