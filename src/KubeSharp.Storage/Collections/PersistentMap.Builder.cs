using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Storage.Collections;

public sealed partial class PersistentMap<TValue>
{
    /// <summary>Makes a new version of a map by several changes, copying each touched node once. For one thread.</summary>
    public sealed class Builder
    {
        private object _owner = new();
        private Node _root;

        internal Builder(object root) => _root = (Node)root;

        /// <summary>How many keys there are.</summary>
        public int Count => _root.Count;

        /// <summary>Finds a key's value.</summary>
        public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
            => new PersistentMap<TValue>(_root).TryGetValue(key, out value);

        /// <summary>Sets a key.</summary>
        public void Set(string key, TValue value)
        {
            _root = Set(_root, key, value, out var right);
            if (right is null)
                return;
            var root = new Branch(_owner);
            root.Insert(0, _root);
            root.Insert(1, right);
            root.Recount();
            _root = root;
        }

        /// <summary>Removes a key; false when it is not there.</summary>
        public bool Remove(string key)
        {
            if (!TryGetValue(key, out _))
                return false;
            _root = Remove(_root, key);
            while (_root is Branch { Length: 1 } branch)
                _root = branch.Children[0];
            if (_root is Branch { Length: 0 })
                _root = new Leaf(_owner);
            return true;
        }

        /// <summary>The version made so far; later changes of the builder do not touch it.</summary>
        public PersistentMap<TValue> ToMap()
        {
            _owner = new object();
            return new PersistentMap<TValue>(_root);
        }

        private Node Set(Node node, string key, TValue value, out Node? right)
        {
            right = null;
            if (node is Leaf leaf)
            {
                leaf = leaf.Editable(_owner);
                var index = leaf.Find(key);
                if (index >= 0)
                {
                    leaf.Values[index] = value;
                    return leaf;
                }

                index = ~index;
                if (leaf.Length < Fanout)
                {
                    leaf.Insert(index, key, value);
                    return leaf;
                }

                // Keys that grow (events, rows in order) fill leaves instead of leaving them half empty.
                var split = leaf.SplitAt(index == Fanout ? Fanout - 1 : Fanout / 2);
                if (index > leaf.Length)
                    split.Insert(index - leaf.Length, key, value);
                else
                    leaf.Insert(index, key, value);
                right = split;
                return leaf;
            }

            var branch = ((Branch)node).Editable(_owner);
            var at = branch.ChildFor(key);
            branch.Children[at] = Set(branch.Children[at], key, value, out var sibling);
            if (sibling is null)
            {
                branch.Recount();
                return branch;
            }

            if (branch.Length < Fanout)
            {
                branch.Insert(at + 1, sibling);
                branch.Recount();
                return branch;
            }

            var upper = branch.SplitAt(at == Fanout - 1 ? Fanout - 1 : Fanout / 2);
            var target = at >= branch.Length ? upper : branch;
            target.Insert((target == upper ? at - branch.Length : at) + 1, sibling);
            branch.Recount();
            upper.Recount();
            right = upper;
            return branch;
        }

        private Node Remove(Node node, string key)
        {
            if (node is Leaf leaf)
            {
                leaf = leaf.Editable(_owner);
                leaf.RemoveAt(leaf.Find(key));
                return leaf;
            }

            var branch = ((Branch)node).Editable(_owner);
            var at = branch.ChildFor(key);
            var child = branch.Children[at] = Remove(branch.Children[at], key);
            if (child.Length == 0)
                branch.RemoveAt(at);
            else if (child.Length < Fanout / 4)
                MergeWithNeighbour(branch, at);
            branch.Recount();
            return branch;
        }

        private void MergeWithNeighbour(Branch branch, int at)
        {
            var left = at > 0 ? at - 1 : at;
            if (left + 1 >= branch.Length || branch.Children[left].Length + branch.Children[left + 1].Length > Fanout * 3 / 4)
                return;
            if (branch.Children[left] is Leaf leaf)
            {
                leaf = leaf.Editable(_owner);
                leaf.Append((Leaf)branch.Children[left + 1]);
                branch.Children[left] = leaf;
            }
            else
            {
                var inner = ((Branch)branch.Children[left]).Editable(_owner);
                inner.Append((Branch)branch.Children[left + 1], branch.Firsts[left + 1]);
                branch.Children[left] = inner;
            }

            branch.RemoveAt(left + 1);
        }
    }
}
