namespace KubeSharp.Kubelet.Sources;

/// <summary>A Secret or ConfigMap.</summary>
internal readonly record struct ObjectReferenceKey(bool IsSecret, string Namespace, string Name);
