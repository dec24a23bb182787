namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>The containers of a pod of all three kinds.</summary>
internal static class PodContainers
{
    /// <summary>All of them, in the order in which they come to run.</summary>
    public static IEnumerable<FieldCheck> All(FieldCheck spec) =>
        spec.Items("initContainers").Concat(spec.Items("containers")).Concat(spec.Items("ephemeralContainers"));
}
