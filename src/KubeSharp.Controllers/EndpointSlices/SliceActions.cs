using KubeSharp.Client;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries a <see cref="SlicePlan"/> out. Creates come first: no endpoint is missing while it moves.</summary>
internal static class SliceActions
{
    public static async Task ApplyAsync(KubeClient client, Expectations expectations, ObjectKey key, SlicePlan plan, CancellationToken cancellationToken)
    {
        foreach (EndpointSlice slice in plan.Create)
        {
            try
            {
                expectations.Expect(key, await client.CreateAsync(slice, cancellationToken: cancellationToken).ConfigureAwait(false));
            }
            catch (KubeApiException e) when (e.IsNamespaceTerminating)
            {
                return;
            }
        }

        foreach (EndpointSlice slice in plan.Update)
            expectations.Expect(key, await client.UpdateAsync(slice, cancellationToken: cancellationToken).ConfigureAwait(false));
        foreach (EndpointSlice slice in plan.Delete)
        {
            expectations.ExpectDeletion(key, slice);
            try
            {
                await client.DeleteAsync<EndpointSlice>(slice.Metadata.Namespace, slice.Metadata.Name!, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // Gone already.
            }
            catch (Exception)
            {
                expectations.DeletionFailed(key, slice);
                throw;
            }
        }
    }
}
