namespace KubeSharp.Controllers;

/// <summary>Labels of Endpoints and EndpointSlices. See https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/.</summary>
internal static class SliceNames
{
    public const string ServiceName = "kubernetes.io/service-name";
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    public const string Headless = "service.kubernetes.io/headless";
    public const string Controller = "endpointslice-controller.k8s.io";
    public const string MirroringController = "endpointslicemirroring-controller.k8s.io";
    public const string EndpointsManagedBy = "endpoints.kubernetes.io/managed-by";
    public const string EndpointsController = "endpoint-controller";
}
