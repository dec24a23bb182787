using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

/// <summary>Objects for tests.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Deployment Deployment(int replicas, string image = "v1", string surge = "25%", string unavailable = "25%")
    {
        var d = new Deployment();
        d.Metadata.Name = "web";
        d.Metadata.Namespace = "default";
        d.Metadata.Uid = "uid-web";
        d.Metadata.Generation = 1;
        d.Spec.Replicas = replicas;
        d.Spec.RevisionHistoryLimit = 10;
        d.Spec.ProgressDeadlineSeconds = 600;
        d.Spec.Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } };
        d.Spec.Template = Template(image);
        d.Spec.Strategy.Type = "RollingUpdate";
        d.Spec.Strategy.RollingUpdate = new RollingUpdateDeployment { MaxSurge = Parse(surge), MaxUnavailable = Parse(unavailable) };
        return d;
    }

    public static IntOrString Parse(string text) => int.TryParse(text, out int number) ? number : text;

    public static PodTemplateSpec Template(string image)
    {
        var template = new PodTemplateSpec();
        template.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
        template.Spec.Containers = [new Container { Name = "c", Image = image }];
        return template;
    }

    public static ReplicaSet ReplicaSet(Deployment d, string image, int size, int available, int revision)
    {
        var set = new ReplicaSet();
        set.Metadata.Name = "web-" + image;
        set.Metadata.Namespace = "default";
        set.Metadata.Uid = "uid-" + image;
        set.Metadata.CreationTimestamp = Now.AddMinutes(revision);
        set.Metadata.OwnerReferences = [Owners.ControllerReference(d)];
        set.Metadata.Annotations = new Dictionary<string, string> { [DeploymentNames.Revision] = revision.ToString() };
        DeploymentAnnotations.SetSizes(set, d);
        set.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web", [DeploymentNames.HashLabel] = image };
        set.Spec.Template = Template(image);
        set.Spec.Template.Metadata.Labels![DeploymentNames.HashLabel] = image;
        set.Spec.Selector = new LabelSelector { MatchLabels = new Dictionary<string, string>(set.Metadata.Labels) };
        set.Spec.Replicas = size;
        set.Status.Replicas = size;
        set.Status.ReadyReplicas = available;
        set.Status.AvailableReplicas = available;
        return set;
    }

    public static Pod Pod(string name, string phase = "Running", bool ready = true, string node = "n1", double ageSeconds = 3600)
    {
        var pod = new Pod();
        pod.Metadata.Name = name;
        pod.Metadata.Namespace = "default";
        pod.Metadata.Uid = "uid-" + name;
        pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
        pod.Metadata.CreationTimestamp = Now.AddSeconds(-ageSeconds);
        pod.Spec.NodeName = node;
        pod.Status.Phase = phase;
        pod.Status.Conditions = [new PodCondition { Type = "Ready", Status = ready ? "True" : "False", LastTransitionTime = Now.AddSeconds(-ageSeconds) }];
        return pod;
    }
}
