namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Annotations that fields have replaced.</summary>
internal static class AnnotationWarnings
{
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";
    private const string SeccompMessage = "non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private static readonly (string Key, string Message)[] Replaced =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    public static void Check(FieldCheck annotations, FieldCheck spec, bool isTemplate, Action<string> warn)
    {
        if (annotations.Value.Count == 0) return;
        foreach (var (key, message) in Replaced) Note(annotations, key, message, warn);
        var context = spec.ChildOrEmpty("securityContext");
        if (!context.Has("seccompProfile")) Note(annotations, Seccomp, SeccompMessage, warn);
        foreach (var container in PodContainers.All(spec))
        {
            var own = container.ChildOrEmpty("securityContext");
            var name = container.Text("name");
            if (!own.Has("seccompProfile")) Note(annotations, ContainerSeccomp + name, SeccompMessage, warn);
            if (isTemplate && !own.Has("appArmorProfile") && !context.Has("appArmorProfile"))
                Note(annotations, Pods.AppArmorAnnotations.Prefix + name, Pods.AppArmorAnnotations.Deprecated, warn);
        }
    }

    private static void Note(FieldCheck annotations, string key, string message, Action<string> warn)
    {
        if (annotations.Value.Contains(key)) warn($"{annotations.Path.Key(key)}: {message}");
    }
}
