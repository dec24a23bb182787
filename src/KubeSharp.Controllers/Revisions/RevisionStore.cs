using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Finds, makes, renumbers and drops the ControllerRevisions of an owner.</summary>
internal sealed class RevisionStore(ControllerContext context, Expectations expectations)
{
    /// <summary>
    /// The revision of the template as it is now. One that existed before becomes the newest again, as after a rollback. Null when the name
    /// is taken by another template: raise the owner's collision count and come again.
    /// </summary>
    public async Task<ControllerRevision?> CurrentAsync<T>(
        T owner, PodTemplateSpec template, Dictionary<string, string>? selectorLabels, int? collisions, List<ControllerRevision> known, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        long highest = RevisionHistory.Highest(known);
        ControllerRevision? found = RevisionHistory.Find(known, template);
        if (found is not null)
        {
            if (found.Revision == highest) return found;
            ControllerRevision copy = found.DeepCopy();
            copy.Revision = highest + 1;
            ControllerRevision written = await context.Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(ObjectKey.Of(owner), written);
            known.Remove(found);
            known.Add(written);
            return written;
        }

        ControllerRevision fresh = RevisionHistory.Create(owner, template, selectorLabels, highest + 1, collisions);
        try
        {
            ControllerRevision created = await context.Client.CreateAsync(fresh, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(ObjectKey.Of(owner), created);
            known.Add(created);
            return created;
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            ControllerRevision taken = await context.Client.GetAsync<ControllerRevision>(owner.Metadata.Namespace, fresh.Metadata.Name!, cancellationToken).ConfigureAwait(false);
            return Owners.IsControlledBy(taken, owner) && RevisionHistory.Find([taken], template) is not null ? taken : null;
        }
    }

    public async Task DropAsync(List<ControllerRevision> surplus, CancellationToken cancellationToken)
    {
        foreach (ControllerRevision revision in surplus)
        {
            try
            {
                await context.Client.DeleteAsync<ControllerRevision>(revision.Metadata.Namespace, revision.Metadata.Name!, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // Gone already.
            }
        }
    }
}
