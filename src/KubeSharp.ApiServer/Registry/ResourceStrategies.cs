using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;
using KubeSharp.ApiServer.Resources.Apps.DaemonSets;
using KubeSharp.ApiServer.Resources.Apps.Deployments;
using KubeSharp.ApiServer.Resources.Apps.ReplicaSets;
using KubeSharp.ApiServer.Resources.Apps.StatefulSets;
using KubeSharp.ApiServer.Resources.Batch.CronJobs;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;
using KubeSharp.ApiServer.Resources.Core.ConfigMaps;
using KubeSharp.ApiServer.Resources.Core.Events;
using KubeSharp.ApiServer.Resources.Core.LimitRanges;
using KubeSharp.ApiServer.Resources.Core.Namespaces;
using KubeSharp.ApiServer.Resources.Core.Nodes;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.Pods;
using KubeSharp.ApiServer.Resources.Core.ReplicationControllers;
using KubeSharp.ApiServer.Resources.Core.Secrets;
using KubeSharp.ApiServer.Resources.Core.Services;
using KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;
using KubeSharp.ApiServer.Resources.Rbac.Bindings;
using KubeSharp.ApiServer.Resources.Storage.StorageClasses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Which kind follows which rules: the one list to look at and to add to. A kind that is not named here follows the generic rules of
/// <see cref="ResourceStrategy"/>.
/// </summary>
/// <remarks>
/// To give a kind rules of its own: add <c>Resources/&lt;Group&gt;/&lt;Kind&gt;/&lt;Kind&gt;Strategy.cs</c> with a class that derives from <see cref="ResourceStrategy"/> and
/// overrides what differs, and put it into this list. Defaults, validation and table rows that grow larger get files of their own in the same folder.
/// </remarks>
internal static class ResourceStrategies
{
    private const string Admissionregistration = "admissionregistration.k8s.io";
    private const string Flowcontrol = "flowcontrol.apiserver.k8s.io";
    private const string Networking = "networking.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Resource = "resource.k8s.io";
    private const string Storage = "storage.k8s.io";

    /// <summary>The rules of every built-in kind that has some.</summary>
    public static Dictionary<GroupResource, ResourceStrategy> Create(StrategyServices services) => new()
    {
        // core
        [new("", "persistentvolumeclaims")] = new PersistentVolumeClaimStrategy(),
        [new("", "persistentvolumes")] = new PersistentVolumeStrategy(),
        [new("", "configmaps")] = new ConfigMapStrategy(),
        [new("", "endpoints")] = new GenericStrategy { CreateOnUpdate = true, Deprecation = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice" },
        [new("", "limitranges")] = new GenericStrategy { Defaults = LimitRangeDefaults.Apply },
        [new("", "podtemplates")] = new GenericStrategy
        {
            Generation = true,
            AnswersWithObject = true,
            Defaults = document => PodSpecDefaults.ApplyToTemplate(document.GetObject("template")),
        },
        [new("", "resourcequotas")] = new GenericStrategy { AnswersWithObject = true },
        [new("", "serviceaccounts")] = new GenericStrategy { AnswersWithObject = true },
        [new("", "replicationcontrollers")] = new ReplicationControllerStrategy(),
        [new("", "secrets")] = new SecretStrategy(),
        [new("", "services")] = new ServiceStrategy(new ServiceAddresses(services.Options, services.Objects)),
        [new("", "namespaces")] = new NamespaceStrategy(),
        [new("", "nodes")] = new NodeStrategy(),
        [new("", "pods")] = new PodStrategy(),
        [new("", "events")] = new EventStrategy(services.Options.EventTtl),

        // apps, batch
        [new("apps", "daemonsets")] = new DaemonSetStrategy(),
        [new("apps", "deployments")] = new DeploymentStrategy(),
        [new("apps", "replicasets")] = new ReplicaSetStrategy(),
        [new("apps", "statefulsets")] = new StatefulSetStrategy(),
        [new("batch", "cronjobs")] = new CronJobStrategy(),
        [new("batch", "jobs")] = new JobStrategy(),

        // admissionregistration.k8s.io
        [new(Admissionregistration, "mutatingadmissionpolicies")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Mutations"] = "spec.mutations" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Policy },
        [new(Admissionregistration, "mutatingadmissionpolicybindings")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["PolicyName"] = "spec.policyName" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.PolicyBinding },
        [new(Admissionregistration, "mutatingwebhookconfigurations")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Webhooks"] = "webhooks" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Mutating },
        [new(Admissionregistration, "validatingadmissionpolicies")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Validations"] = "spec.validations" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Policy },
        [new(Admissionregistration, "validatingadmissionpolicybindings")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["PolicyName"] = "spec.policyName" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.PolicyBinding },
        [new(Admissionregistration, "validatingwebhookconfigurations")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Webhooks"] = "webhooks" }, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Validating },

        // apiextensions.k8s.io, certificates.k8s.io, coordination.k8s.io, discovery.k8s.io
        [new("apiextensions.k8s.io", "customresourcedefinitions")] = new GenericStrategy { Generation = true },
        [new("certificates.k8s.io", "certificatesigningrequests")] = new CertificateSigningRequestStrategy(),
        [new("coordination.k8s.io", "leases")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Holder"] = "spec.holderIdentity" }, CreateOnUpdate = true, UnconditionalUpdate = false },
        [new("discovery.k8s.io", "endpointslices")] = new GenericStrategy { Generation = true },

        // flowcontrol.apiserver.k8s.io
        [new(Flowcontrol, "flowschemas")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["PriorityLevel"] = "spec.priorityLevelConfiguration.name", ["MatchingPrecedence"] = "spec.matchingPrecedence", ["DistinguisherMethod"] = "spec.distinguisherMethod.type" }, Generation = true },
        [new(Flowcontrol, "prioritylevelconfigurations")] = new GenericStrategy { Generation = true },

        // networking.k8s.io, node.k8s.io, policy
        [new(Networking, "ingressclasses")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Controller"] = "spec.controller" }, Generation = true },
        [new(Networking, "ingresses")] = new GenericStrategy { Generation = true },
        [new(Networking, "networkpolicies")] = new GenericStrategy { Generation = true, Defaults = NetworkPolicyDefaults.Apply },
        [new("node.k8s.io", "runtimeclasses")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Handler"] = "handler" }, UnconditionalUpdate = false },
        [new("policy", "poddisruptionbudgets")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Min Available"] = "spec.minAvailable", ["Max Unavailable"] = "spec.maxUnavailable", ["Allowed Disruptions"] = "status.disruptionsAllowed" }, Generation = true, UnconditionalUpdate = false },

        // rbac.authorization.k8s.io
        [new(Rbac, "clusterrolebindings")] = new GenericStrategy { Names = NameChecks.PathSegment, Defaults = BindingDefaults.Apply },
        [new(Rbac, "clusterroles")] = new GenericStrategy { Names = NameChecks.PathSegment },
        [new(Rbac, "rolebindings")] = new GenericStrategy { Names = NameChecks.PathSegment, Defaults = BindingDefaults.Apply },
        [new(Rbac, "roles")] = new GenericStrategy { Names = NameChecks.PathSegment },

        // resource.k8s.io, scheduling.k8s.io, storage.k8s.io
        [new(Resource, "deviceclasses")] = new GenericStrategy { Generation = true, AnswersWithObject = true },
        [new(Resource, "resourceclaims")] = new GenericStrategy { AnswersWithObject = true },
        [new(Resource, "resourceslices")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Node"] = "spec.nodeName", ["Driver"] = "spec.driver", ["Pool"] = "spec.pool.name" }, Generation = true, AnswersWithObject = true, Fields = ["spec.driver", "spec.nodeName"] },
        [new("scheduling.k8s.io", "priorityclasses")] = new GenericStrategy
        { Columns = new Dictionary<string, string> { ["Value"] = "value", ["Global-Default"] = "globalDefault", ["PreemptionPolicy"] = "preemptionPolicy" },
            Generation = true,
            Defaults = document => document.SetDefault("preemptionPolicy", "PreemptLowerPriority"),
        },
        [new(Storage, "csidrivers")] = new GenericStrategy { UnconditionalUpdate = false, AnswersWithObject = true },
        [new(Storage, "csinodes")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Drivers"] = "spec.drivers" }, UnconditionalUpdate = false },
        [new(Storage, "csistoragecapacities")] = new GenericStrategy { UnconditionalUpdate = false },
        [new(Storage, "storageclasses")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Provisioner"] = "provisioner", ["ReclaimPolicy"] = "reclaimPolicy", ["VolumeBindingMode"] = "volumeBindingMode", ["AllowVolumeExpansion"] = "allowVolumeExpansion" }, AnswersWithObject = true, Defaults = StorageClassDefaults.Apply },
        [new(Storage, "volumeattachments")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Attacher"] = "spec.attacher", ["PV"] = "spec.source.persistentVolumeName", ["Node"] = "spec.nodeName", ["Attached"] = "status.attached" }, UnconditionalUpdate = false, AnswersWithObject = true },
        [new("apps", "controllerrevisions")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["Revision"] = "revision" } },
        [new(Storage, "volumeattributesclasses")] = new GenericStrategy { Columns = new Dictionary<string, string> { ["DriverName"] = "driverName" } },
    };
}
