namespace KubeSharp.ApiServer.Registry;

/// <summary>What a write took hold of outside of its object, addresses and ports: kept if the write came to be, given back if not.</summary>
internal interface IReservation
{
    /// <summary>The write is over.</summary>
    /// <param name="written">Whether the object lies in the store.</param>
    ValueTask CompleteAsync(bool written);
}
