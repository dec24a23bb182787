namespace KubeSharp.Controllers;

/// <summary>Signers that Kubernetes itself has: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers.</summary>
internal static class SignerNames
{
    public const string ApiServerClient = "kubernetes.io/kube-apiserver-client";
    public const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string KubeletServing = "kubernetes.io/kubelet-serving";
    public const string Legacy = "kubernetes.io/legacy-unknown";
}
