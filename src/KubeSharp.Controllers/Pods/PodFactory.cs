using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Makes pods from templates.</summary>
internal static class PodFactory
{
    /// <summary>A pod as the template says, controlled by <paramref name="owner"/>; the server completes its name.</summary>
    public static Pod Create(PodTemplateSpec template, string ns, OwnerReference owner)
    {
        PodTemplateSpec copy = template.DeepCopy();
        var pod = new Pod { Spec = copy.Spec };
        pod.Metadata.Namespace = ns;
        pod.Metadata.GenerateName = Prefix(owner.Name);
        pod.Metadata.Labels = copy.Metadata.Labels;
        pod.Metadata.Annotations = copy.Metadata.Annotations;
        pod.Metadata.Finalizers = copy.Metadata.Finalizers;
        pod.Metadata.OwnerReferences = [owner];
        return pod;
    }

    // The dash is left out where the name would then be no DNS subdomain: it ends in a character that may not stand before one.
    private static string Prefix(string name) => name.Length < 253 && char.IsAsciiLetterOrDigit(name[^1]) ? name + "-" : name;
}
