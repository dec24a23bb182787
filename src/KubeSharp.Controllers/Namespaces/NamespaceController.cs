using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Empties namespaces that are being deleted: pods first, so that nothing they need (secrets, network policies) goes while they still
/// run, then every other resource the server has, custom ones too. Then lets the namespace go.
/// </summary>
internal sealed class NamespaceController : KeyedController
{
    private readonly Informer<Namespace> namespaces;

    public NamespaceController(ControllerContext context)
        : base(context, workers: 10)
    {
        namespaces = Need<Namespace>();
        namespaces.AddHandler(Seen, (_, item) => Seen(item));

        // The last pod of a namespace ends long after it was deleted: look again then.
        Need<Pod>().AddHandler(deleted: pod =>
        {
            if (namespaces.Get(null, pod.Metadata.Namespace ?? "") is { } item) Seen(item);
        });
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Namespace? item = namespaces.Get(key);
        if (item?.Metadata.DeletionTimestamp is null || item.Spec.Finalizers?.Contains(NamespaceDecision.Finalizer) != true) return ReconcileResult.Done;
        if (item.Status.Phase != "Terminating")
        {
            item = item.DeepCopy();
            item.Status.Phase = "Terminating";
            item = await Client.UpdateStatusAsync(item, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        NamespaceContent content = await DeleteContentAsync(key.Name, cancellationToken).ConfigureAwait(false);
        NamespaceStatus status = NamespaceDecision.Status(item.Status, content, Context.Now);
        if (!content.IsEmpty || item.Status.Conditions is { Count: > 0 })
        {
            if (!status.Equals(item.Status))
            {
                item = item.DeepCopy();
                item.Status = status;
                item = await Client.UpdateStatusAsync(item, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }

        if (!content.IsEmpty)
        {
            if (content.DeletionFailures.Count > 0 || content.DiscoveryFailures.Count > 0) return ReconcileResult.Retry;
            return ReconcileResult.After(TimeSpan.FromSeconds(Math.Clamp((content.GraceSeconds / 2) + 1, 2, 15)));
        }

        Namespace final = item.DeepCopy();
        final.Spec.Finalizers!.Remove(NamespaceDecision.Finalizer);
        try
        {
            await Client.UpdateSubresourceAsync<Namespace, Namespace>(null, key.Name, "finalize", final, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Finished by an earlier pass.
        }

        return ReconcileResult.Done;
    }

    private async Task<NamespaceContent> DeleteContentAsync(string ns, CancellationToken cancellationToken)
    {
        var content = new NamespaceContent();
        DiscoveryResult found = await Context.Discovery.DiscoverAsync(cancellationToken).ConfigureAwait(false);
        foreach ((string version, string failure) in found.Failures) content.DiscoveryFailures[version] = failure;
        foreach (DiscoveredResource resource in found.Resources)
            if (resource.Resource.Group.Length == 0 && resource.Resource.Plural == "pods") await DeleteAsync(ns, resource, content, cancellationToken).ConfigureAwait(false);
        if (content.Remaining.Count > 0) return content;
        foreach (DiscoveredResource resource in found.Resources)
        {
            // Events of the same name exist in two groups and are one collection.
            if (!resource.Resource.Namespaced || !resource.Supports("list", "delete")) continue;
            if (resource.Resource is { Group: "", Plural: "pods" } or { Group: "events.k8s.io" }) continue;
            await DeleteAsync(ns, resource, content, cancellationToken).ConfigureAwait(false);
        }

        return content;
    }

    private async Task DeleteAsync(string ns, DiscoveredResource resource, NamespaceContent content, CancellationToken cancellationToken)
    {
        string name = resource.Resource.Plural + "." + resource.Resource.Group;
        try
        {
            List<PartialObjectMetadata> items = await ListAsync(ns, resource.Resource, cancellationToken).ConfigureAwait(false);
            if (items.Count == 0) return;
            var background = new DeleteOptions { PropagationPolicy = "Background" };
            if (items.Exists(static i => i.Metadata.DeletionTimestamp is null))
            {
                if (resource.Supports("deletecollection"))
                {
                    await Client.DeleteCollectionAsync(resource.Resource, ns, null, background, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    foreach (PartialObjectMetadata item in items) await DeleteOneAsync(ns, resource.Resource, item, background, cancellationToken).ConfigureAwait(false);
                }

                items = await ListAsync(ns, resource.Resource, cancellationToken).ConfigureAwait(false);
            }

            if (items.Count == 0) return;
            content.Remaining[name] = items.Count;
            foreach (PartialObjectMetadata item in items)
            {
                content.GraceSeconds = Math.Max(content.GraceSeconds, item.Metadata.DeletionGracePeriodSeconds ?? 0);
                foreach (string finalizer in item.Metadata.Finalizers ?? []) content.Finalizers[finalizer] = content.Finalizers.GetValueOrDefault(finalizer) + 1;
            }
        }
        catch (KubeApiException e)
        {
            // A custom resource that was removed since discovery, or one that cannot be listed after all, holds nothing.
            if (!e.IsNotFound && e.Code != System.Net.HttpStatusCode.MethodNotAllowed) content.DeletionFailures[name] = e.Message;
        }
    }

    private async Task DeleteOneAsync(string ns, ResourceInfo resource, PartialObjectMetadata item, DeleteOptions options, CancellationToken cancellationToken)
    {
        if (item.Metadata.DeletionTimestamp is not null) return;
        try
        {
            await Client.DeleteAsync(resource, ns, item.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private async Task<List<PartialObjectMetadata>> ListAsync(string ns, ResourceInfo resource, CancellationToken cancellationToken) =>
        (await Client.ListAllAsync<PartialObjectMetadata>(resource, ns, cancellationToken: cancellationToken).ConfigureAwait(false)).Items;

    private void Seen(Namespace item)
    {
        if (item.Metadata.DeletionTimestamp is not null) Queue.Add(ObjectKey.Of(item));
    }
}
