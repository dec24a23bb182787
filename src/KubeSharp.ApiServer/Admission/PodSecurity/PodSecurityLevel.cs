namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>How strict a policy is (https://kubernetes.io/docs/concepts/security/pod-security-standards/).</summary>
internal enum PodSecurityLevel
{
    /// <summary>Everything goes.</summary>
    Privileged,

    /// <summary>Nothing that is known to lift privileges.</summary>
    Baseline,

    /// <summary>Hardened.</summary>
    Restricted,
}
