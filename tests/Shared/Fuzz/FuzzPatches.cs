using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Fuzz;

/// <summary>Patches of the four kinds.</summary>
internal static class FuzzPatches
{
    public static (string ContentType, byte[] Body) Make(string kind, string apiVersion, TypeSchema schema, bool namespaced, FuzzRandom random, string name)
    {
        switch (random.Next(4))
        {
            case 0:
                return ("application/json-patch+json", JsonPatch(random));
            case 1:
                var merge = FuzzDocuments.Make(kind, apiVersion, schema, namespaced, random, name);
                merge.Remove("kind");
                if (random.Chance(0.5)) Forget(merge, random);
                return ("application/merge-patch+json", merge.ToUtf8Bytes());
            case 2:
                var strategic = FuzzDocuments.Make(kind, apiVersion, schema, namespaced, random, name);
                for (var i = random.Next(4); i > 0; i--) Direct(strategic, random);
                return ("application/strategic-merge-patch+json", strategic.ToUtf8Bytes());
            default:
                var applied = FuzzDocuments.Make(kind, apiVersion, schema, namespaced, random, name);
                if (random.Chance(0.8)) applied.GetObject("metadata")?.Remove("managedFields");
                return (random.Chance(0.9) ? "application/apply-patch+yaml" : "application/apply-patch+cbor", applied.ToUtf8Bytes());
        }
    }

    private static byte[] JsonPatch(FuzzRandom random)
    {
        string[] paths =
        [
            "", "/", "/metadata/labels", "/metadata/labels/app", "/metadata/annotations/a~1b", "/metadata/name", "/spec", "/spec/replicas", "/spec/template/spec/containers/0",
            "/spec/template/spec/containers/-", "/spec/containers/0/image", "/spec/containers/9", "/data/k", "/data", "/metadata/finalizers/-", "/metadata/managedFields", "/kind", "/~", "/~2",
            "/spec/ports/0/port", "/spec/ports/-1", "/spec/ports/01", "/spec/ports/99999999999999999999", "/status", "nothing", "/metadata/ownerReferences/0",
        ];
        var text = new StringBuilder("[");
        for (var i = random.Next(5); i >= 0; i--)
        {
            var operation = new JsonObject { { "op", random.Pick(["add", "remove", "replace", "move", "copy", "test", "x", ""]) }, { "path", random.Pick(paths) } };
            if (random.Chance(0.3)) operation.Set("from", new JsonString(random.Pick(paths)));
            if (random.Chance(0.8)) operation.Set("value", Value(random));
            if (random.Chance(0.1)) FuzzBreaker.Break(operation, random);
            text.Append(operation).Append(i > 0 ? "," : "");
        }

        return Encoding.UTF8.GetBytes(text.Append(random.Chance(0.95) ? "]" : "").ToString());
    }

    private static JsonValue Value(FuzzRandom random) => random.Next(6) switch
    {
        0 => new JsonObject { { "app", "a" } },
        1 => new JsonObject { { "name", "b" }, { "image", "img" } },
        2 => new JsonArray { "a" },
        3 => random.Next(100),
        4 => JsonNull.Instance,
        _ => new JsonString(FuzzStrings.Any(random)),
    };

    // Null takes a member away.
    private static void Forget(JsonObject document, FuzzRandom random)
    {
        var at = document;
        while (at.Count > 0)
        {
            var i = random.Next(at.Count);
            if (at.ValueAt(i) is JsonObject { Count: > 0 } inner && random.Chance(0.7))
            {
                at = inner;
                continue;
            }

            at.SetAt(i, JsonNull.Instance);
            return;
        }
    }

    private static void Direct(JsonObject document, FuzzRandom random)
    {
        var at = document;
        while (at.Count > 0)
        {
            var i = random.Next(at.Count);
            switch (at.ValueAt(i))
            {
                case JsonObject inner when random.Chance(0.7):
                    at = inner;
                    continue;
                case JsonArray { Count: > 0 } list when list[0] is JsonObject item && random.Chance(0.5):
                    at = item;
                    continue;
            }

            switch (random.Next(5))
            {
                case 0:
                    at.Set("$patch", new JsonString(random.Pick(["replace", "delete", "merge", "x", ""])));
                    break;
                case 1:
                    at.Set("$retainKeys", new JsonArray { at.NameAt(i), "x" });
                    break;
                case 2:
                    at.Set("$setElementOrder/" + at.NameAt(i), random.Chance(0.5) ? new JsonArray { new JsonObject { { "name", "a" } } } : new JsonArray { "a" });
                    break;
                case 3:
                    at.Set("$deleteFromPrimitiveList/" + at.NameAt(i), random.Chance(0.8) ? new JsonArray { "a" } : new JsonString("a"));
                    break;
                default:
                    at.SetAt(i, JsonNull.Instance);
                    break;
            }

            return;
        }

        document.Set("$patch", new JsonString("replace"));
    }
}
