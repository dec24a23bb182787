namespace KubeSharp.Storage.Collections;

public sealed partial class PersistentMap<TValue>
{
    // 32 keeps a copied path of a map of 150,000 keys near 2 KB.
    private const int Fanout = 32;

    private abstract class Node(object? owner)
    {
        // The builder that may still change this node in place.
        public readonly object? Owner = owner;
        public int Length;

        public abstract int Count { get; }

        public abstract string FirstKey { get; }
    }

    private sealed class Leaf(object? owner) : Node(owner)
    {
        public readonly string[] Keys = new string[Fanout];
        public readonly TValue[] Values = new TValue[Fanout];

        public override int Count => Length;

        public override string FirstKey => Keys[0];

        /// <summary>The key's place, or the complement of where it belongs.</summary>
        public int Find(ReadOnlySpan<char> key)
        {
            int low = 0, high = Length - 1;
            while (low <= high)
            {
                var middle = (low + high) >> 1;
                var order = StoreKeyComparer.CompareKeys(Keys[middle], key);
                if (order == 0)
                    return middle;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return ~low;
        }

        public int CountBefore(KeyBound bound)
        {
            int low = 0, high = Length;
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (bound.IsAfter(Keys[middle]))
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }

        public Leaf Editable(object owner)
        {
            if (Owner == owner)
                return this;
            var copy = new Leaf(owner) { Length = Length };
            Array.Copy(Keys, copy.Keys, Length);
            Array.Copy(Values, copy.Values, Length);
            return copy;
        }

        public void Insert(int index, string key, TValue value)
        {
            Array.Copy(Keys, index, Keys, index + 1, Length - index);
            Array.Copy(Values, index, Values, index + 1, Length - index);
            Keys[index] = key;
            Values[index] = value;
            Length++;
        }

        public void RemoveAt(int index)
        {
            Length--;
            Array.Copy(Keys, index + 1, Keys, index, Length - index);
            Array.Copy(Values, index + 1, Values, index, Length - index);
            Keys[Length] = null!;
            Values[Length] = default!;
        }

        /// <summary>Moves the entries from an index on to a new leaf.</summary>
        public Leaf SplitAt(int index)
        {
            var right = new Leaf(Owner) { Length = Length - index };
            Array.Copy(Keys, index, right.Keys, 0, right.Length);
            Array.Copy(Values, index, right.Values, 0, right.Length);
            Array.Clear(Keys, index, right.Length);
            Array.Clear(Values, index, right.Length);
            Length = index;
            return right;
        }

        public void Append(Leaf other)
        {
            Array.Copy(other.Keys, 0, Keys, Length, other.Length);
            Array.Copy(other.Values, 0, Values, Length, other.Length);
            Length += other.Length;
        }
    }

    private sealed class Branch(object? owner) : Node(owner)
    {
        public readonly Node[] Children = new Node[Fanout];

        // Firsts[i] is not above any key of child i and above every key of child i - 1.
        public readonly string[] Firsts = new string[Fanout];
        private int _count;

        public override int Count => _count;

        public override string FirstKey => Firsts[0];

        public int ChildFor(ReadOnlySpan<char> key)
        {
            int low = 1, high = Length;
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (StoreKeyComparer.CompareKeys(Firsts[middle], key) <= 0)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low - 1;
        }

        public int ChildFor(KeyBound bound)
        {
            int low = 1, high = Length;
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (bound.IsAfter(Firsts[middle]))
                    low = middle + 1;
                else
                    high = middle;
            }

            return low - 1;
        }

        public Branch Editable(object owner)
        {
            if (Owner == owner)
                return this;
            var copy = new Branch(owner) { Length = Length, _count = _count };
            Array.Copy(Children, copy.Children, Length);
            Array.Copy(Firsts, copy.Firsts, Length);
            return copy;
        }

        public void Insert(int index, Node child)
        {
            Array.Copy(Children, index, Children, index + 1, Length - index);
            Array.Copy(Firsts, index, Firsts, index + 1, Length - index);
            Children[index] = child;
            Firsts[index] = child.FirstKey;
            Length++;
        }

        public void RemoveAt(int index)
        {
            Length--;
            Array.Copy(Children, index + 1, Children, index, Length - index);
            Array.Copy(Firsts, index + 1, Firsts, index, Length - index);
            Children[Length] = null!;
            Firsts[Length] = null!;
        }

        public Branch SplitAt(int index)
        {
            var right = new Branch(Owner) { Length = Length - index };
            Array.Copy(Children, index, right.Children, 0, right.Length);
            Array.Copy(Firsts, index, right.Firsts, 0, right.Length);
            Array.Clear(Children, index, right.Length);
            Array.Clear(Firsts, index, right.Length);
            Length = index;
            right.Recount();
            Recount();
            return right;
        }

        /// <summary>Takes over another branch's children. Its own first separator may be stale, the parent's is not.</summary>
        public void Append(Branch other, string first)
        {
            Array.Copy(other.Children, 0, Children, Length, other.Length);
            Array.Copy(other.Firsts, 0, Firsts, Length, other.Length);
            Firsts[Length] = first;
            Length += other.Length;
            Recount();
        }

        public void Recount()
        {
            var count = 0;
            for (var i = 0; i < Length; i++)
                count += Children[i].Count;
            _count = count;
        }
    }
}
