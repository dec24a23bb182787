using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Nodes;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Keeps a kubelet to its own node and the pods on it: what the Node authorizer cannot decide without the object
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction).
/// </summary>
internal sealed class NodeRestriction(IObjectLister objects, IAuthorizer authorizer) : IMutatingAdmission
{
    private readonly NodeTokens tokens = new(objects, authorizer);

    /// <inheritdoc/>
    public string Name => "NodeRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) =>
        operation is AdmissionOperation.Create or AdmissionOperation.Update or AdmissionOperation.Delete;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (NodeAuthorizer.NodeName(attributes.User) is not { } node)
            return null;
        if (attributes.IsFor("", "serviceaccounts", "token"))
            return await tokens.CheckAsync(attributes, node, cancellationToken);
        var why = (attributes.Resource.Group, attributes.Resource.Resource, attributes.Subresource) switch
        {
            ("", "pods", "") => Pod(attributes, node),
            ("", "pods", "status") => PodStatus(attributes, node),
            ("", "pods", "eviction") => Eviction(attributes, node),
            ("", "pods", var other) => $"unexpected pod subresource \"{other}\", only 'status' and 'eviction' are allowed",
            ("", "persistentvolumeclaims", "status") => NodeClaims.Check(attributes, node),
            ("", "persistentvolumeclaims", _) => "may only update PVC status",
            ("", "nodes", _) => Node(attributes, node),
            ("coordination.k8s.io", "leases", _) => Lease(attributes, node),
            ("storage.k8s.io", "csinodes", _) => Named(attributes, node, "CSINode"),
            ("resource.k8s.io", "resourceslices", _) => Slice(attributes, node),
            ("certificates.k8s.io", "certificatesigningrequests", "") => NodeCertificates.Check(attributes),
            _ => null,
        };
        return why is null ? null : attributes.Forbid(why);
    }

    private string? Pod(AdmissionAttributes attributes, string node)
    {
        if (attributes.Operation == AdmissionOperation.Delete)
        {
            var existing = attributes.OldObject ?? objects.Get("", "pods", attributes.Namespace, attributes.Name);
            return existing is null || existing.FindString("spec", "nodeName") == node
                ? null
                : $"node \"{node}\" can only delete pods with spec.nodeName set to itself";
        }

        if (attributes.Operation != AdmissionOperation.Create)
            return $"unexpected operation UPDATE, node \"{node}\" can only create and delete mirror pods";
        if (attributes.Object is not { } pod || pod.GetObject("spec") is not { } spec)
            return null;
        if (!PodSpecs.IsMirror(pod))
            return $"pod does not have \"{PodSpecs.Mirror}\" annotation, node \"{node}\" can only create mirror pods";
        if (spec.GetString("nodeName") != node)
            return $"node \"{node}\" can only create pods with spec.nodeName set to itself";
        if (WhyBadOwner(pod, node) is { } badOwner)
            return badOwner;
        if (spec.GetString("serviceAccountName") is { Length: > 0 })
            return $"node \"{node}\" can not create pods that reference a service account";
        if (PodSpecs.Secrets(spec).Any())
            return $"node \"{node}\" can not create pods that reference secrets";
        if (PodSpecs.ConfigMaps(spec).Any())
            return $"node \"{node}\" can not create pods that reference configmaps";
        if (spec.Objects("volumes").Any(volume => volume.GetObject("persistentVolumeClaim") is not null))
            return $"node \"{node}\" can not create pods that reference persistentvolumeclaims";
        return spec.GetArray("resourceClaims") is { Count: > 0 } ? $"node \"{node}\" can not create pods that reference resourceclaims" : null;
    }

    private string? WhyBadOwner(JsonObject pod, string node)
    {
        var owners = pod.GetObject("metadata")?.Objects("ownerReferences").ToList() ?? [];
        if (owners.Count == 0)
            return null;
        if (owners.Count > 1)
            return $"node \"{node}\" can only create pods with a single owner reference set to itself";
        var owner = owners[0];
        if (owner.GetString("apiVersion") != "v1" || owner.GetString("kind") != "Node" || owner.GetString("name") != node)
            return $"node \"{node}\" can only create pods with an owner reference set to itself";
        if (owner.GetBool("controller") != true)
            return $"node \"{node}\" can only create pods with a controller owner reference set to itself";
        if (owner.GetBool("blockOwnerDeletion") == true)
            return $"node \"{node}\" must not set blockOwnerDeletion on an owner reference";
        return objects.Get("", "nodes", "", node) is { } found && found.FindString("metadata", "uid") != owner.GetString("uid")
            ? $"node {node} UID mismatch: expected {found.FindString("metadata", "uid")} got {owner.GetString("uid")}"
            : null;
    }

    private static string? PodStatus(AdmissionAttributes attributes, string node)
    {
        if (attributes.Operation != AdmissionOperation.Update)
            return null;
        if (attributes.OldObject?.FindString("spec", "nodeName") != node)
            return $"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself";
        if (!JsonValue.DeepEquals(attributes.Object?.FindObject("metadata", "labels"), attributes.OldObject?.FindObject("metadata", "labels")))
            return $"node \"{node}\" cannot update labels through pod status";
        return SameLists(attributes.Object?.Find("status", "resourceClaimStatuses"), attributes.OldObject?.Find("status", "resourceClaimStatuses"))
            ? null
            : $"node \"{node}\" cannot update resource claim statuses";
    }

    private string? Eviction(AdmissionAttributes attributes, string node)
    {
        var name = attributes.Object?.FindString("metadata", "name") is { Length: > 0 } named ? named : attributes.Name;
        var pod = objects.Get("", "pods", attributes.Namespace, name);
        return pod is null || pod.FindString("spec", "nodeName") == node ? null : $"node {node} can only evict pods with spec.nodeName set to itself";
    }

    private static string? Node(AdmissionAttributes attributes, string node)
    {
        var asked = attributes.Name.Length > 0 ? attributes.Name : attributes.Object?.FindString("metadata", "name") ?? "";
        if (attributes.Operation == AdmissionOperation.Create && attributes.Object is { } created)
        {
            if (created.FindObject("spec", "configSource") is not null)
                return $"node \"{node}\" is not allowed to create pods with a non-nil configSource";
            var labels = NodeLabels.ForbiddenOnCreate(created);
            if (labels.Count > 0)
                return $"node \"{node}\" is not allowed to set the following labels: {string.Join(", ", labels)}";
        }

        if (asked.Length > 0 && asked != node)
            return $"node \"{node}\" is not allowed to modify node \"{asked}\"";
        if (attributes.Operation != AdmissionOperation.Update || attributes.Object is not { } now || attributes.OldObject is not { } before)
            return null;
        if (!SameLists(now.Find("metadata", "ownerReferences"), before.Find("metadata", "ownerReferences")))
            return $"node \"{node}\" is not allowed to modify ownerReferences";
        if (now.FindObject("spec", "configSource") is { } source && !JsonValue.DeepEquals(source, before.FindObject("spec", "configSource")))
            return $"node \"{node}\" is not allowed to update configSource to a new non-nil configSource";
        if (!SameLists(now.Find("spec", "taints"), before.Find("spec", "taints")))
            return $"node \"{node}\" is not allowed to modify taints";
        var changed = NodeLabels.ForbiddenOnUpdate(now, before);
        return changed.Count > 0 ? $"is not allowed to modify labels: {string.Join(", ", changed)}" : null;
    }

    private static bool SameLists(JsonValue? left, JsonValue? right) =>
        (left is not JsonArray { Count: > 0 } && right is not JsonArray { Count: > 0 }) || JsonValue.DeepEquals(left, right);

    private static string? Lease(AdmissionAttributes attributes, string node)
    {
        if (attributes.Namespace != "kube-node-lease")
            return "can only access leases in the \"kube-node-lease\" system namespace";
        var name = attributes.Operation == AdmissionOperation.Create ? attributes.Object?.FindString("metadata", "name") : attributes.Name;
        return name == node ? null : "can only access node lease with the same name as the requesting node";
    }

    private static string? Named(AdmissionAttributes attributes, string node, string kind)
    {
        var name = attributes.Operation == AdmissionOperation.Create ? attributes.Object?.FindString("metadata", "name") : attributes.Name;
        return name == node ? null : $"can only access {kind} with the same name as the requesting node";
    }

    private static string? Slice(AdmissionAttributes attributes, string node)
    {
        var slice = attributes.Operation == AdmissionOperation.Create ? attributes.Object : attributes.OldObject;
        if (slice is null || slice.FindString("spec", "nodeName") == node)
            return null;
        return attributes.Operation switch
        {
            AdmissionOperation.Create => "can only create ResourceSlice with the same NodeName as the requesting node",
            AdmissionOperation.Update => "can only update ResourceSlice with the same NodeName as the requesting node",
            _ => "can only delete ResourceSlice with the same NodeName as the requesting node",
        };
    }
}
