using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Hosting;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>
/// The default roles and bindings: made when they are missing, completed when something of them is
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation). A start that finds all in place writes nothing.
/// </summary>
internal sealed class RbacObjects(ServerCore core, IObjectLister objects, AccessControl access)
{
    /// <summary>Brings all into place, and returns when they are in force.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        List<Task> writes = [];
        foreach (var role in BootstrapPolicy.ClusterRoles.Concat(BootstrapPolicy.Roles))
        {
            var plural = role.Namespace is null ? "clusterroles" : "roles";
            Ensure(plural, role.Namespace ?? "", role.Name, () => BootstrapDocuments.Role(role), present => BootstrapDocuments.Reconcile(present, role));
        }

        foreach (var binding in BootstrapPolicy.ClusterRoleBindings.Concat(BootstrapPolicy.RoleBindings))
        {
            var plural = binding.Namespace is null ? "clusterrolebindings" : "rolebindings";
            Ensure(
                plural, binding.Namespace ?? "", binding.Name, () => BootstrapDocuments.Binding(binding), present => BootstrapDocuments.Reconcile(present, binding));
        }

        // Together: the store commits waiting writes in one go.
        await Task.WhenAll(writes);
        if (access.RbacFeed is { } feed)
            await feed.WaitForAsync(HasAll, cancellationToken);

        void Ensure(string plural, string ns, string name, Func<JsonObject> make, Func<JsonObject, JsonObject?> reconcile)
        {
            var present = objects.Get(RbacDocuments.Group, plural, ns, name);
            if (present is null)
                writes.Add(CreateAsync(plural, ns, make(), cancellationToken));
            else if (reconcile(present) is not null)
                writes.Add(UpdateAsync(plural, ns, name, reconcile, cancellationToken));
        }
    }

    private static bool HasAll(RbacState state) =>
        BootstrapPolicy.ClusterRoles.All(role => state.ClusterRoles.ContainsKey(role.Name))
        && BootstrapPolicy.Roles.All(role => state.Roles.ContainsKey((role.Namespace!, role.Name)))
        && BootstrapPolicy.ClusterRoleBindings.All(binding => state.Bindings.ContainsKey(("", binding.Name)))
        && BootstrapPolicy.RoleBindings.All(binding => state.Bindings.ContainsKey((binding.Namespace!, binding.Name)));

    private async Task CreateAsync(string plural, string ns, JsonObject document, CancellationToken cancellationToken)
    {
        var context = Context(plural, ns, "", cancellationToken);
        context.Resource.Strategy.Default(document);
        var made = await core.Objects.CreateAsync(context, document);
        if (made.Error is { Reason: not StatusReason.AlreadyExists } error)
            throw new InvalidOperationException($"A default object of {plural} could not be created: {error.Message}");
    }

    private async Task UpdateAsync(string plural, string ns, string name, Func<JsonObject, JsonObject?> reconcile, CancellationToken cancellationToken)
    {
        var context = Context(plural, ns, name, cancellationToken);
        var updated = await core.Objects.UpdateAsync(context, present => new(Result<JsonObject>.Ok(reconcile(present) ?? present)));
        if (updated.Error is { Reason: not StatusReason.NotFound } error)
            throw new InvalidOperationException($"{plural} {name} could not be brought up to date: {error.Message}");
    }

    private WriteContext Context(string plural, string ns, string name, CancellationToken cancellationToken) => new()
    {
        Resource = core.Registry.FindStored(RbacDocuments.Group, plural) ?? throw new InvalidOperationException($"{plural} are not served"),
        Namespace = ns,
        Name = name,
        User = UserInfo.Loopback,
        Time = core.Time,
        FieldManager = "kube-apiserver",
        Cancelled = cancellationToken,
    };
}
