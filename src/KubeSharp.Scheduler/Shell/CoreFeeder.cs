using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Policy.V1;
using KubeSharp.Models.Storage.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Shell;

/// <summary>Tells the core of an object that changed or went.</summary>
internal static class CoreFeeder
{
    /// <summary>An object is there or has changed.</summary>
    public static void Set(SchedulerCore core, object item, DateTimeOffset now)
    {
        var cluster = core.Cluster;
        switch (item)
        {
            case Pod pod:
                core.PodChanged(pod, now);
                break;
            case Node node:
                core.NodeChanged(node, now);
                break;
            case Namespace ns:
                cluster.Namespaces.Set(ns.Metadata.Name ?? "", ns.Metadata.Labels);
                core.Changed(ClusterEventKinds.NamespaceLabels, ns.Metadata.Name, now);
                break;
            case PersistentVolume volume:
                cluster.Volumes.Set(volume);
                core.Changed(ClusterEventKinds.VolumeChanged, volume.Metadata.Name, now);
                break;
            case PersistentVolumeClaim claim:
                cluster.Volumes.Set(claim);
                core.Changed(ClusterEventKinds.ClaimChanged, claim.Metadata.Namespace + "/" + claim.Metadata.Name, now);
                break;
            case StorageClass storageClass:
                cluster.Volumes.Set(storageClass);
                core.Changed(ClusterEventKinds.ClassChanged, storageClass.Metadata.Name, now);
                break;
            case CSINode csiNode:
                cluster.Volumes.Set(csiNode);
                core.Changed(ClusterEventKinds.CsiChanged, csiNode.Metadata.Name, now);
                break;
            case PodDisruptionBudget budget:
                cluster.Budgets.Set(budget);
                break;
            case Service service:
                cluster.Workloads.SetService(
                    service.Metadata.Namespace ?? "", service.Metadata.Name ?? "", LabelMatcher.FromEqualities(service.Spec.Selector));
                break;
            case ReplicationController controller:
                cluster.Workloads.SetController(
                    "ReplicationController",
                    controller.Metadata.Namespace ?? "",
                    controller.Metadata.Name ?? "",
                    LabelMatcher.FromEqualities(controller.Spec.Selector));
                break;
            case ReplicaSet set:
                cluster.Workloads.SetController(
                    "ReplicaSet", set.Metadata.Namespace ?? "", set.Metadata.Name ?? "", LabelMatcher.From(set.Spec.Selector));
                break;
            case StatefulSet set:
                cluster.Workloads.SetController(
                    "StatefulSet", set.Metadata.Namespace ?? "", set.Metadata.Name ?? "", LabelMatcher.From(set.Spec.Selector));
                break;
        }
    }

    /// <summary>An object is gone.</summary>
    public static void Remove(SchedulerCore core, object item, DateTimeOffset now)
    {
        var cluster = core.Cluster;
        switch (item)
        {
            case Pod pod:
                core.PodDeleted(pod, now);
                break;
            case Node node:
                core.NodeDeleted(node.Metadata.Name ?? "", now);
                break;
            case Namespace ns:
                cluster.Namespaces.Remove(ns.Metadata.Name ?? "");
                break;
            case PersistentVolume volume:
                cluster.Volumes.RemoveVolume(volume.Metadata.Name ?? "");
                break;
            case PersistentVolumeClaim claim:
                cluster.Volumes.RemoveClaim(claim.Metadata.Namespace + "/" + claim.Metadata.Name);
                break;
            case StorageClass storageClass:
                cluster.Volumes.RemoveClass(storageClass.Metadata.Name ?? "");
                break;
            case CSINode csiNode:
                cluster.Volumes.RemoveCsiNode(csiNode.Metadata.Name ?? "");
                break;
            case PodDisruptionBudget budget:
                cluster.Budgets.Remove(budget.Metadata.Namespace ?? "", budget.Metadata.Name ?? "");
                break;
            case Service service:
                cluster.Workloads.RemoveService(service.Metadata.Namespace ?? "", service.Metadata.Name ?? "");
                break;
            case ReplicationController controller:
                cluster.Workloads.RemoveController(
                    "ReplicationController", controller.Metadata.Namespace ?? "", controller.Metadata.Name ?? "");
                break;
            case ReplicaSet set:
                cluster.Workloads.RemoveController("ReplicaSet", set.Metadata.Namespace ?? "", set.Metadata.Name ?? "");
                break;
            case StatefulSet set:
                cluster.Workloads.RemoveController("StatefulSet", set.Metadata.Namespace ?? "", set.Metadata.Name ?? "");
                break;
        }
    }
}
