using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Storage.Collections;

public sealed partial class PersistentMap<TValue>
{
    /// <summary>Walks one version of a map in key order.</summary>
    [SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "As the enumerators of the framework's collections.")]
    [SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Nobody compares cursors.")]
    public struct Cursor
    {
        private readonly Branch[] _path;
        private readonly int[] _places;
        private Leaf _leaf;
        private int _index;

        internal Cursor(object root, KeyBound bound)
        {
            var depth = 0;
            for (var n = (Node)root; n is Branch b; n = b.Children[0])
                depth++;
            _path = depth == 0 ? [] : new Branch[depth];
            _places = depth == 0 ? [] : new int[depth];
            var node = (Node)root;
            for (var i = 0; i < depth; i++)
            {
                _path[i] = (Branch)node;
                _places[i] = _path[i].ChildFor(bound);
                node = _path[i].Children[_places[i]];
            }

            _leaf = (Leaf)node;
            _index = _leaf.CountBefore(bound) - 1;
        }

        /// <summary>The key the cursor stands on.</summary>
        public readonly string Key => _leaf.Keys[_index];

        /// <summary>The value the cursor stands on.</summary>
        public readonly TValue Value => _leaf.Values[_index];

        /// <summary>Steps to the next key; false at the end.</summary>
        public bool MoveNext()
        {
            if (++_index < _leaf.Length)
                return true;
            for (var level = _path.Length - 1; level >= 0; level--)
            {
                if (++_places[level] >= _path[level].Length)
                    continue;
                Node node = _path[level].Children[_places[level]];
                for (var down = level + 1; down < _path.Length; down++)
                {
                    _path[down] = (Branch)node;
                    _places[down] = 0;
                    node = _path[down].Children[0];
                }

                _leaf = (Leaf)node;
                _index = 0;
                return true;
            }

            _index = _leaf.Length;
            return false;
        }
    }
}
