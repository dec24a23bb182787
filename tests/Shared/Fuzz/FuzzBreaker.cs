using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Fuzz;

/// <summary>Breaks documents and bytes.</summary>
internal static class FuzzBreaker
{
    /// <summary>Changes some node of a document into something that may not stand there.</summary>
    public static void Break(JsonObject document, FuzzRandom random)
    {
        JsonValue at = document;
        for (var depth = random.Next(8); depth >= 0; depth--)
        {
            switch (at)
            {
                case JsonObject { Count: > 0 } map:
                    var i = random.Next(map.Count);
                    if (depth > 0 && map.ValueAt(i) is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
                    {
                        at = map.ValueAt(i);
                        continue;
                    }

                    BreakMember(map, i, random);
                    return;
                case JsonArray { Count: > 0 } list:
                    var j = random.Next(list.Count);
                    if (depth > 0 && list[j] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
                    {
                        at = list[j];
                        continue;
                    }

                    BreakItem(list, j, random);
                    return;
                default:
                    return;
            }
        }
    }

    /// <summary>Changes bytes as lines and programs do that fail: cut off, garbled, doubled.</summary>
    public static byte[] Break(byte[] bytes, FuzzRandom random)
    {
        if (bytes.Length == 0) return bytes;
        var at = random.Next(bytes.Length);
        switch (random.Next(7))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes, .. bytes];
            case 2:
                byte[] garbled = [.. bytes];
                for (var i = random.Next(4); i >= 0; i--) garbled[random.Next(bytes.Length)] = (byte)random.Next(256);
                return garbled;
            case 3:
                return [.. bytes[..at], 0xC3, 0x28, .. bytes[at..]];
            case 4:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(8))..]];
            case 5:
                var part = bytes[at..Math.Min(bytes.Length, at + 1 + random.Next(40))];
                return [.. bytes[..at], .. part, .. bytes[at..]];
            default:
                return [.. Enumerable.Repeat((byte)random.Pick("[{\"a"u8.ToArray()), 1 + random.Next(20_000))];
        }
    }

    private static void BreakMember(JsonObject map, int at, FuzzRandom random)
    {
        switch (random.Next(6))
        {
            case 0:
                map.RemoveAt(at);
                break;
            case 1:
                map.Set(map.NameAt(at) + "x", map.ValueAt(at).DeepClone());
                break;
            case 2:
                map.Set(FuzzStrings.Key(random), map.ValueAt(at).DeepClone());
                break;
            case 3:
                var name = map.NameAt(at).ToUpperInvariant();
                var value = map.ValueAt(at);
                map.RemoveAt(at);
                map.Set(name, value);
                break;
            default:
                map.SetAt(at, Other(random));
                break;
        }
    }

    private static void BreakItem(JsonArray list, int at, FuzzRandom random)
    {
        switch (random.Next(4))
        {
            case 0:
                list.RemoveAt(at);
                break;
            case 1:
                list.Add(list[at].DeepClone());
                break;
            default:
                list.RemoveAt(at);
                list.Insert(at, Other(random));
                break;
        }
    }

    private static JsonValue Other(FuzzRandom random) => random.Next(10) switch
    {
        0 => JsonNull.Instance,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => true,
        4 => new JsonNumber(random.Pick(["-1", "0", "1e400", "123456789012345678901234567890", "1.0", "-0", "0.1"])),
        5 => new JsonArray { JsonNull.Instance, new JsonObject { { "a", 1 } } },
        6 => Deep(1 + random.Next(200)),
        7 => new JsonObject { { "", "" }, { "$patch", "delete" }, { "k", JsonNull.Instance } },
        _ => new JsonString(FuzzStrings.Any(random)),
    };

    private static JsonValue Deep(int levels)
    {
        JsonValue value = new JsonString("deep");
        for (var i = 0; i < levels; i++) value = i % 2 == 0 ? new JsonArray { value } : new JsonObject { { "a", value } };
        return value;
    }
}
