using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Creates and deletes pods for an owner, with events on it and expectations under its key.</summary>
internal sealed class PodControl(ControllerContext context, Expectations expectations)
{
    public async Task<Pod> CreateAsync(IKubernetesObject owner, Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            Pod created = await context.Client.CreateAsync(pod, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(ObjectKey.Of(owner), created);
            context.Events.Event(owner, EventTypes.Normal, "SuccessfulCreate", "Created pod: " + created.Metadata.Name);
            return created;
        }
        catch (KubeApiException e) when (!e.IsNamespaceTerminating)
        {
            context.Events.Event(owner, EventTypes.Warning, "FailedCreate", "Error creating: " + e.Message);
            throw;
        }
    }

    /// <summary>Deletes a pod if it still is the one meant; one that is gone counts as deleted.</summary>
    public async Task DeleteAsync(IKubernetesObject owner, Pod pod, CancellationToken cancellationToken)
    {
        ObjectKey key = ObjectKey.Of(owner);
        expectations.ExpectDeletion(key, pod);
        try
        {
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await context.Client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
            context.Events.Event(owner, EventTypes.Normal, "SuccessfulDelete", "Deleted pod: " + pod.Metadata.Name);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another pod has its name now.
        }
        catch (Exception e)
        {
            expectations.DeletionFailed(key, pod);
            if (e is KubeApiException) context.Events.Event(owner, EventTypes.Warning, "FailedDelete", "Error deleting: " + e.Message);
            throw;
        }
    }
}
