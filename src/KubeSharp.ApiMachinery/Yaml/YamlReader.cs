using KubeSharp.ApiMachinery.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeSharp.ApiMachinery.Yaml;

/// <summary>Reads YAML into documents, as Kubernetes and its clients read it. Thread-safe.</summary>
public static class YamlReader
{
    // A few lines of aliases of aliases can unfold into gigabytes.
    private const int MaxNodes = 2_000_000;
    private const int MaxDepth = 1_000;

    /// <summary>
    /// The one document of <paramref name="text"/>; null for an empty text. JSON is YAML too and is read as well.
    /// </summary>
    /// <exception cref="YamlException">The text is no YAML, has a key twice, or unfolds beyond all measure.</exception>
    public static JsonValue? Parse(string text)
    {
        foreach (var document in ParseAll(text))
            return document;
        return null;
    }

    /// <summary>As <see cref="Parse(string)"/>, but of keys that come twice the last counts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="repeated">Receives a line of text for every key that comes again.</param>
    /// <exception cref="YamlException">The text is no YAML, or unfolds beyond all measure.</exception>
    public static JsonValue? Parse(string text, ICollection<string> repeated)
    {
        var walk = new Walk(text, repeated);
        while (walk.NextDocument() is { } document)
        {
            if (!document.IsNull)
                return document;
        }

        return null;
    }

    /// <summary>Every document of <paramref name="text"/> in order, empty ones left out.</summary>
    /// <exception cref="YamlException">As for <see cref="Parse(string)"/>; thrown when the enumeration comes to it.</exception>
    public static IEnumerable<JsonValue> ParseAll(string text)
    {
        var walk = new Walk(text);
        while (walk.NextDocument() is { } document)
        {
            if (!document.IsNull)
                yield return document;
        }
    }

    private sealed class Walk(string text, ICollection<string>? repeated = null)
    {
        private readonly Parser _parser = new Parser(new StringReader(text));
        private readonly Dictionary<AnchorName, JsonValue> _anchors = [];
        private int _nodes;
        private bool _started;

        public JsonValue? NextDocument()
        {
            try
            {
                if (!_started)
                {
                    _started = true;
                    if (!_parser.MoveNext())
                        return null;
                    _parser.Consume<StreamStart>();
                }

                if (_parser.TryConsume<StreamEnd>(out _) || _parser.Current is null)
                    return null;
                _parser.Consume<DocumentStart>();
                _anchors.Clear();
                var value = Node(0);
                _parser.Consume<DocumentEnd>();
                return value;
            }
            catch (YamlDotNet.Core.YamlException e)
            {
                throw new YamlException($"yaml: line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
            }
        }

        private JsonValue Node(int depth)
        {
            if (++_nodes > MaxNodes || depth > MaxDepth)
                throw new YamlException("yaml: document contains excessive aliasing or nesting");
            if (_parser.TryConsume<AnchorAlias>(out var alias))
            {
                if (!_anchors.TryGetValue(alias.Value, out var target))
                    throw new YamlException($"yaml: line {alias.Start.Line}: unknown anchor '{alias.Value}' referenced");
                _nodes += Size(target);
                return _nodes > MaxNodes ? throw new YamlException("yaml: document contains excessive aliasing") : target.DeepClone();
            }

            var anchor = ((NodeEvent)_parser.Current!).Anchor;
            var value = _parser.Current switch
            {
                MappingStart => Mapping(depth),
                SequenceStart => Sequence(depth),
                _ => Scalar(),
            };
            if (!anchor.IsEmpty)
                _anchors[anchor] = value;
            return value;
        }

        private JsonArray Sequence(int depth)
        {
            _parser.Consume<SequenceStart>();
            JsonArray array = new();
            while (!_parser.TryConsume<SequenceEnd>(out _))
                array.Add(Node(depth + 1));
            return array;
        }

        private JsonObject Mapping(int depth)
        {
            _parser.Consume<MappingStart>();
            JsonObject map = new();
            List<JsonValue> merged = [];
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                var line = _parser.Current!.Start.Line;
                var isMerge = _parser.Current is YamlDotNet.Core.Events.Scalar { Value: "<<", Style: ScalarStyle.Plain };
                var key = Key(Node(depth + 1), line);
                var value = Node(depth + 1);
                if (isMerge)
                    merged.Add(value);
                else if (!map.Contains(key))
                    map.Add(key, value);
                else if (repeated is null)
                    throw new YamlException($"yaml: line {line}: key \"{key}\" already set in map");
                else
                {
                    repeated.Add($"line {line}: key \"{key}\" already set in map");
                    map.Set(key, value);
                }
            }

            foreach (var source in merged)
                Merge(map, source);
            return map;
        }

        // The keys of the map itself win over merged ones, earlier sources over later ones.
        private static void Merge(JsonObject map, JsonValue source)
        {
            switch (source)
            {
                case JsonObject other:
                    foreach (var (name, value) in other)
                        map.SetDefault(name, value.DeepClone());
                    break;
                case JsonArray several:
                    foreach (var one in several)
                        Merge(map, one);
                    break;
                default:
                    throw new YamlException("yaml: map merge requires map or sequence of maps as the value");
            }
        }

        private JsonValue Scalar()
        {
            var scalar = _parser.Consume<Scalar>();
            var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
            return tag switch
            {
                "" when scalar.Style == ScalarStyle.Plain => YamlScalar.Resolve(scalar.Value),
                "tag:yaml.org,2002:str" or "" or "!" or "tag:yaml.org,2002:binary" => new JsonString(scalar.Value),
                _ => YamlScalar.Resolve(scalar.Value),
            };
        }

        private static string Key(JsonValue key, long line) => key switch
        {
            JsonString text => text.Value,
            JsonNumber number => number.Text,
            JsonBoolean boolean => boolean.Value ? "true" : "false",
            JsonNull => "null",
            _ => throw new YamlException($"yaml: line {line}: a map or a list cannot be a key"),
        };

        private static int Size(JsonValue value) => value switch
        {
            JsonObject map => 1 + map.Sum(member => Size(member.Value)),
            JsonArray array => 1 + array.Sum(Size),
            _ => 1,
        };
    }
}
