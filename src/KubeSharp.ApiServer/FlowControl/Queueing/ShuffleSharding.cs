namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>Deals a flow its hand of queues: the same for the same hash, without repetition, and seldom the same for two flows.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#queuing</remarks>
internal static class ShuffleSharding
{
    /// <summary>How much of the 64 bits of a hash a hand may use up, so that all hands are almost equally likely.</summary>
    public const int MaxHashBits = 60;

    /// <summary>Deals.</summary>
    /// <param name="hash">The hash of the flow.</param>
    /// <param name="deck">How many queues there are.</param>
    /// <param name="hand">Receives the queues; no longer than there are queues.</param>
    public static void Deal(ulong hash, int deck, Span<int> hand)
    {
        for (var i = 0; i < hand.Length; i++)
        {
            var left = (ulong)(deck - i);
            var card = (int)(hash % left);
            hash /= left;
            // The card counts the queues that are left: those dealt before it are stepped over, in ascending order.
            Span<int> before = hand[..i];
            var at = 0;
            while (at < i && card >= before[at])
            {
                card++;
                at++;
            }

            for (var j = i; j > at; j--) hand[j] = hand[j - 1];
            hand[at] = card;
        }
    }

    /// <summary>Whether a hash has enough bits for hands of a size from a deck of a size.</summary>
    public static bool Fits(int deck, int handSize)
    {
        var bits = 0.0;
        for (var i = 0; i < handSize; i++) bits += Math.Log2(deck - i);
        return Math.Ceiling(bits) <= MaxHashBits;
    }

    /// <summary>The hash of a flow.</summary>
    public static ulong Hash(string schema, string distinguisher)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in schema) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ 0x10000) * 1099511628211UL;
        foreach (var c in distinguisher) hash = (hash ^ c) * 1099511628211UL;
        // Spreads what the last characters say over all bits.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
