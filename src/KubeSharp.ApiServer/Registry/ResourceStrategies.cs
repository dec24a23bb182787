using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Policies;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;
using KubeSharp.ApiServer.Resources.Apiregistration;
using KubeSharp.ApiServer.Resources.Apps.ControllerRevisions;
using KubeSharp.ApiServer.Resources.Apps.DaemonSets;
using KubeSharp.ApiServer.Resources.Apps.Deployments;
using KubeSharp.ApiServer.Resources.Apps.ReplicaSets;
using KubeSharp.ApiServer.Resources.Apps.StatefulSets;
using KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;
using KubeSharp.ApiServer.Resources.Batch.CronJobs;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;
using KubeSharp.ApiServer.Resources.Coordination.Leases;
using KubeSharp.ApiServer.Resources.Core.ConfigMaps;
using KubeSharp.ApiServer.Resources.Core.Endpoints;
using KubeSharp.ApiServer.Resources.Core.Events;
using KubeSharp.ApiServer.Resources.Core.LimitRanges;
using KubeSharp.ApiServer.Resources.Core.Namespaces;
using KubeSharp.ApiServer.Resources.Core.Nodes;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.Pods;
using KubeSharp.ApiServer.Resources.Core.ReplicationControllers;
using KubeSharp.ApiServer.Resources.Core.ResourceQuotas;
using KubeSharp.ApiServer.Resources.Core.Secrets;
using KubeSharp.ApiServer.Resources.Core.ServiceAccounts;
using KubeSharp.ApiServer.Resources.Core.Services;
using KubeSharp.ApiServer.Resources.Discovery.EndpointSlices;
using KubeSharp.ApiServer.Resources.Flowcontrol;
using KubeSharp.ApiServer.Resources.Networking.IPAddresses;
using KubeSharp.ApiServer.Resources.Networking.IngressClasses;
using KubeSharp.ApiServer.Resources.Networking.Ingresses;
using KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;
using KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;
using KubeSharp.ApiServer.Resources.Node.RuntimeClasses;
using KubeSharp.ApiServer.Resources.Policy.PodDisruptionBudgets;
using KubeSharp.ApiServer.Resources.Rbac.Bindings;
using KubeSharp.ApiServer.Resources.Rbac.Roles;
using KubeSharp.ApiServer.Resources.Resource;
using KubeSharp.ApiServer.Resources.Scheduling.PriorityClasses;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Resources.Storage.CsiDrivers;
using KubeSharp.ApiServer.Resources.Storage.CsiNodes;
using KubeSharp.ApiServer.Resources.Storage.CsiStorageCapacities;
using KubeSharp.ApiServer.Resources.Storage.StorageClasses;
using KubeSharp.ApiServer.Resources.Storage.VolumeAttachments;
using KubeSharp.ApiServer.Resources.Storage.VolumeAttributesClasses;

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
        [new("", "endpoints")] = new EndpointsStrategy(),
        [new("", "limitranges")] = new GenericStrategy { Defaults = LimitRangeDefaults.Apply, Check = LimitRangeValidation.Check },
        [new("", "podtemplates")] = new PodTemplateStrategy(),
        [new("", "resourcequotas")] = new GenericStrategy
        {
            AnswersWithObject = true,
            Row = ResourceQuotaRow.Print,
            Check = ResourceQuotaValidation.Check,
            CheckUpdate = ResourceQuotaValidation.CheckUpdate,
            CheckStatus = ResourceQuotaValidation.CheckStatus,
        },
        [new("", "serviceaccounts")] = new ServiceAccountStrategy(),
        [new("", "replicationcontrollers")] = new ReplicationControllerStrategy(),
        [new("", "secrets")] = new SecretStrategy(),
        [new("", "services")] = new ServiceStrategy(services.Services),
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
        [new(Admissionregistration, "mutatingadmissionpolicies")] = new GenericStrategy { Check = PolicyRules.CheckMutating, Row = PolicyRows.Mutating, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Policy },
        [new(Admissionregistration, "mutatingadmissionpolicybindings")] = new GenericStrategy { Check = PolicyBindingRules.CheckMutating, Row = PolicyRows.Binding, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.PolicyBinding },
        [new(Admissionregistration, "mutatingwebhookconfigurations")] = new GenericStrategy { Row = PolicyRows.Webhooks, Check = WebhookRules.CheckMutating, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Mutating },
        [new(Admissionregistration, "validatingadmissionpolicies")] = new GenericStrategy { Check = PolicyRules.CheckValidating, CheckStatus = PolicyStatusRules.Check, Row = PolicyRows.Validating, KeepMetadataOfStatus = true, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Policy },
        [new(Admissionregistration, "validatingadmissionpolicybindings")] = new GenericStrategy { Check = PolicyBindingRules.CheckValidating, Row = PolicyRows.Binding, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.PolicyBinding },
        [new(Admissionregistration, "validatingwebhookconfigurations")] = new GenericStrategy { Row = PolicyRows.Webhooks, Check = WebhookRules.CheckValidating, Generation = true, UnconditionalUpdate = false, Defaults = WebhookDefaults.Validating },

        // autoscaling
        [new("autoscaling", "horizontalpodautoscalers")] = new HorizontalPodAutoscalerStrategy(),

        // apiextensions.k8s.io, certificates.k8s.io, coordination.k8s.io, discovery.k8s.io
        [new("apiextensions.k8s.io", "customresourcedefinitions")] = new CustomResourceDefinitionStrategy(services.Time),
        [new("apiregistration.k8s.io", "apiservices")] = new GenericStrategy
        {
            UnconditionalUpdate = false,
            KeepMetadataOfStatus = true,
            Names = NameChecks.PathSegment,
            Defaults = ApiServiceRules.Default,
            Repeats = ChecksOnUpdate.Metadata,
            Check = ApiServiceRules.Check,
            CheckStatus = ApiServiceRules.CheckStatus,
            Row = ApiServiceRules.Print,
        },
        [new("certificates.k8s.io", "certificatesigningrequests")] = new CertificateSigningRequestStrategy(),
        [new("coordination.k8s.io", "leases")] = new LeaseStrategy(),
        [new("discovery.k8s.io", "endpointslices")] = new GenericStrategy
        {
            Generation = true,
            Row = EndpointSliceRow.Print,
            Defaults = EndpointSliceRules.Default,
            Check = EndpointSliceRules.Check,
            Prepare = EndpointSliceRules.Prepare,
            PrepareUpdate = EndpointSliceRules.Prepare,
            Counts = EndpointSliceRules.Counts,
            Warnings = EndpointSliceRules.Warn,
            CheckUpdate = EndpointSliceRules.CheckUpdate,
        },

        // flowcontrol.apiserver.k8s.io
        [new(Flowcontrol, "flowschemas")] = new GenericStrategy { Defaults = FlowSchemaRules.Default, Check = FlowSchemaRules.Check, CheckStatus = MandatoryObjectRules.CheckStatus, Row = FlowSchemaRules.Print, KeepMetadataOfStatus = true, Generation = true },
        [new(Flowcontrol, "prioritylevelconfigurations")] = new GenericStrategy { Defaults = PriorityLevelRules.Default, Check = PriorityLevelRules.Check, CheckStatus = MandatoryObjectRules.CheckStatus, Row = PriorityLevelRules.Print, KeepMetadataOfStatus = true, Generation = true },

        // networking.k8s.io, node.k8s.io, policy
        [new(Networking, "ingressclasses")] = new GenericStrategy
        {
            Repeats = ChecksOnUpdate.Metadata,
            Generation = true,
            Row = IngressClassRow.Print,
            Defaults = IngressClassRules.Default,
            Check = IngressClassRules.Check,
            CheckUpdate = IngressClassRules.CheckUpdate,
        },
        [new(Networking, "ingresses")] = new IngressStrategy(),
        [new(Networking, "ipaddresses")] = new IPAddressStrategy(),
        [new(Networking, "servicecidrs")] = new ServiceCidrStrategy(),
        [new(Networking, "networkpolicies")] = new GenericStrategy
        {
            Generation = true,
            Defaults = NetworkPolicyDefaults.Apply,
            Row = NetworkPolicyRow.Print,
            Check = NetworkPolicyValidation.Check,
            Warnings = NetworkPolicyValidation.Warn,
        },
        [new("node.k8s.io", "runtimeclasses")] = new GenericStrategy
        {
            Repeats = ChecksOnUpdate.Metadata,
            Columns = new Dictionary<string, string> { ["Handler"] = "handler" },
            Check = RuntimeClassRules.Check,
            Warnings = (context, runtimeClass) => NodeLabelDeprecations.WarnOfMap(context, runtimeClass.FindObject("scheduling", "nodeSelector"), FieldPath.Of("scheduling", "nodeSelector")),
            CheckUpdate = RuntimeClassRules.CheckUpdate,
            UnconditionalUpdate = false,
        },
        [new("policy", "poddisruptionbudgets")] = new GenericStrategy
        {
            Names = NameChecks.PathSegment,
            Generation = true,
            UnconditionalUpdate = false,
            Row = PodDisruptionBudgetRow.Print,
            Check = PodDisruptionBudgetValidation.Check,
            CheckStatus = PodDisruptionBudgetValidation.CheckStatus,
        },

        // rbac.authorization.k8s.io
        [new(Rbac, "clusterrolebindings")] = new GenericStrategy { Repeats = ChecksOnUpdate.AllTwice, Check = BindingRules.CheckCluster, CheckUpdate = BindingRules.CheckUpdate, Row = BindingRow.Print, Names = NameChecks.PathSegment, Defaults = BindingDefaults.Apply },
        [new(Rbac, "clusterroles")] = new GenericStrategy { Repeats = ChecksOnUpdate.AllTwice, Check = RoleRules.CheckCluster, Names = NameChecks.PathSegment },
        [new(Rbac, "rolebindings")] = new GenericStrategy { Repeats = ChecksOnUpdate.AllTwice, Check = BindingRules.Check, CheckUpdate = BindingRules.CheckUpdate, Row = BindingRow.Print, Names = NameChecks.PathSegment, Defaults = BindingDefaults.Apply },
        [new(Rbac, "roles")] = new GenericStrategy { Repeats = ChecksOnUpdate.AllTwice, Check = RoleRules.Check, Names = NameChecks.PathSegment },

        // resource.k8s.io, scheduling.k8s.io, storage.k8s.io
        [new(Resource, "deviceclasses")] = new DeviceClassStrategy(),
        [new(Resource, "resourceclaimtemplates")] = new ResourceClaimTemplateStrategy(services.Objects),
        [new(Resource, "resourceclaims")] = new ResourceClaimStrategy(services.Objects),
        [new(Resource, "resourceslices")] = new ResourceSliceStrategy(services.Time),
        [new("scheduling.k8s.io", "priorityclasses")] = new GenericStrategy
        {
            Generation = true,
            Defaults = document => document.SetDefault("preemptionPolicy", "PreemptLowerPriority"),
            Row = PriorityClassRow.Print,
            Check = PriorityClassValidation.Check,
            Counts = (_, _) => false,
            UpdatesAreOnlyCompared = true,
            CheckUpdate = PriorityClassValidation.CheckUpdate,
        },
        [new(Storage, "csidrivers")] = new GenericStrategy
        {
            UnconditionalUpdate = false,
            AnswersWithObject = true,
            Names = NameChecks.PathSegment,
            Row = CsiDriverRow.Print,
            Generation = true,
            Prepare = CsiDriverRules.Prepare,
            Repeats = ChecksOnUpdate.Metadata,
            Defaults = CsiDriverRules.Default,
            Check = CsiDriverRules.Check,
            CheckUpdate = CsiDriverRules.CheckUpdate,
        },
        [new(Storage, "csinodes")] = new GenericStrategy
        {
            UnconditionalUpdate = false,
            Row = CsiNodeRow.Print,
            Check = CsiNodeValidation.Check,
            CheckUpdate = CsiNodeValidation.CheckUpdate,
        },
        [new(Storage, "csistoragecapacities")] = new GenericStrategy
        {
            UnconditionalUpdate = false,
            Repeats = ChecksOnUpdate.Metadata,
            Warnings = (context, capacity) => NodeLabelDeprecations.WarnOfSelector(context, capacity.GetObject("nodeTopology"), FieldPath.Of("nodeTopology")),
            Check = CsiStorageCapacityValidation.Check,
            CheckUpdate = CsiStorageCapacityValidation.CheckUpdate,
        },
        [new(Storage, "storageclasses")] = new GenericStrategy
        {
            AnswersWithObject = true,
            Defaults = StorageClassDefaults.Apply,
            Row = StorageClassRow.Print,
            Repeats = ChecksOnUpdate.Metadata,
            Warnings = AllowedTopologies.Warn,
            Check = StorageClassValidation.Check,
            CheckUpdate = StorageClassValidation.CheckUpdate,
        },
        [new(Storage, "volumeattachments")] = new GenericStrategy
        {
            UnconditionalUpdate = false,
            AnswersWithObject = true,
            Row = VolumeAttachmentRow.Print,
            Defaults = attachment => PersistentVolumeDefaults.ApplyToSource(attachment.FindObject("spec", "source", "inlineVolumeSpec") ?? []),
            KeepMetadataOfStatus = true,
            CheckStatus = (attachment, old, errors) =>
            {
                VolumeAttachmentValidation.Check(attachment, errors);
                VolumeAttachmentValidation.CheckUpdate(attachment, old, errors);
            },
            Check = VolumeAttachmentValidation.Check,
            CheckUpdate = VolumeAttachmentValidation.CheckUpdate,
        },
        [new(Storage, "volumeattributesclasses")] = new GenericStrategy
        {
            Repeats = ChecksOnUpdate.Metadata,
            Row = VolumeAttributesClassRow.Print,
            Check = VolumeAttributesClassValidation.Check,
            CheckUpdate = VolumeAttributesClassValidation.CheckUpdate,
        },
        [new("apps", "controllerrevisions")] = new GenericStrategy
        {
            Repeats = ChecksOnUpdate.Metadata,
            Row = ControllerRevisionRules.Print,
            Check = ControllerRevisionRules.Check,
            CheckUpdate = ControllerRevisionRules.CheckUpdate,
        },
    };
}
