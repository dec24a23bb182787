using System.Numerics;

namespace KubeSharp.Tests.Linearizability;

/// <summary>
/// Decides whether there is an order of the calls on one key, in which each takes effect at one instant between its start and its end, that explains all answers:
/// the search of Wing and Gong with the memory that Lowe added (as in the checkers Knossos and Porcupine).
/// </summary>
internal static class LinearizabilityChecker
{
    /// <summary>Whether such an order exists. The key holds nothing at first.</summary>
    public static bool IsLinearizable(IReadOnlyList<Operation> history)
    {
        var head = Link(history);
        var seen = new HashSet<(BigInteger Placed, string? State)>();
        var placed = BigInteger.Zero;
        string? state = null;
        var path = new Stack<(Node Call, string? Before)>();
        var at = head.Next;
        while (head.Next is not null)
        {
            if (at!.End is { } end)
            {
                var with = placed | (BigInteger.One << at.Number);
                if (history[at.Number].TryApply(state, out var next) && seen.Add((with, next)))
                {
                    path.Push((at, state));
                    (placed, state) = (with, next);
                    at.Remove();
                    end.Remove();
                    at = head.Next;
                }
                else
                {
                    at = at.Next;
                }

                continue;
            }

            // An answer that came before its call could be placed: the last choice was wrong.
            if (path.Count == 0) return false;
            (var call, state) = path.Pop();
            placed &= ~(BigInteger.One << call.Number);
            call.End!.Restore();
            call.Restore();
            at = call.Next;
        }

        return true;
    }

    // Calls and answers in the order of time.
    private static Node Link(IReadOnlyList<Operation> history)
    {
        var events = new List<(long Time, int Order, Node Node)>();
        for (var i = 0; i < history.Count; i++)
        {
            var end = new Node(i);
            events.Add((history[i].Started, 0, new Node(i) { End = end }));
            events.Add((history[i].Ended, 1, end));
        }

        var head = new Node(-1);
        var last = head;
        foreach (var (_, _, node) in events.OrderBy(e => e.Time).ThenBy(e => e.Order))
        {
            last.Next = node;
            node.Previous = last;
            last = node;
        }

        return head;
    }

    private sealed class Node(int number)
    {
        public int Number => number;

        public Node? End { get; init; }

        public Node? Next { get; set; }

        public Node? Previous { get; set; }

        public void Remove()
        {
            Previous!.Next = Next;
            if (Next is not null) Next.Previous = Previous;
        }

        public void Restore()
        {
            Previous!.Next = this;
            if (Next is not null) Next.Previous = this;
        }
    }
}
