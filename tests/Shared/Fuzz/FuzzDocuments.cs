using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Fuzz;

/// <summary>Objects of any kind: what the schema table says of it, filled in at random.</summary>
internal static class FuzzDocuments
{
    private const int Deepest = 9;

    // What makes an object of the kind pass, so that what follows validation is reached too.
    private static readonly Dictionary<string, string> Minimal = new(StringComparer.Ordinal)
    {
        ["Pod"] = """{"spec":{"containers":[{"name":"a","image":"img"}]}}""",
        ["PodTemplate"] = """{"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}""",
        ["ReplicationController"] = """{"spec":{"selector":{"app":"a"},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}}""",
        ["Deployment"] = """{"spec":{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}}""",
        ["ReplicaSet"] = """{"spec":{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}}""",
        ["DaemonSet"] = """{"spec":{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}}""",
        ["StatefulSet"] = """{"spec":{"serviceName":"a","selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"a","image":"img"}]}}}}""",
        ["Job"] = """{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"img"}]}}}}""",
        ["CronJob"] = """{"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"img"}]}}}}}}""",
        ["Service"] = """{"spec":{"ports":[{"port":80}]}}""",
        ["PersistentVolumeClaim"] = """{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""",
        ["PersistentVolume"] = """{"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"}}}""",
        ["Ingress"] = """{"spec":{"defaultBackend":{"service":{"name":"a","port":{"number":80}}}}}""",
        ["NetworkPolicy"] = """{"spec":{"podSelector":{}}}""",
        ["EndpointSlice"] = """{"addressType":"IPv4","endpoints":[{"addresses":["10.1.0.1"]}],"ports":[{"port":80}]}""",
        ["StorageClass"] = """{"provisioner":"example.com/a"}""",
        ["RoleBinding"] = """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"a","apiGroup":"rbac.authorization.k8s.io"}]}""",
        ["ClusterRoleBinding"] = """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"a","apiGroup":"rbac.authorization.k8s.io"}]}""",
        ["HorizontalPodAutoscaler"] = """{"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"a","apiVersion":"apps/v1"}}}""",
        ["PriorityClass"] = """{"value":10}""",
        ["Lease"] = """{"spec":{"holderIdentity":"a"}}""",
        ["CustomResourceDefinition"] = """{"metadata":{"name":"things.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"things","singular":"thing","kind":"Thing","listKind":"ThingList"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.n","statusReplicasPath":".status.n"}},"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-validations":[{"rule":"self.n >= 0"}],"properties":{"n":{"type":"integer","default":1},"l":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"x-kubernetes-int-or-string":true}}}}}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}""",
        ["ValidatingAdmissionPolicy"] = """{"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["secrets"]}]},"validations":[{"expression":"true"}]}}""",
        ["ResourceClaim"] = """{"spec":{"devices":{"requests":[{"name":"a","exactly":{"deviceClassName":"a"}}]}}}""",
        ["ResourceQuota"] = """{"spec":{"hard":{"pods":"1000"}}}""",
        ["FlowSchema"] = """{"spec":{"matchingPrecedence":9000,"priorityLevelConfiguration":{"name":"exempt"}}}""",
        ["SubjectAccessReview"] = """{"spec":{"user":"a","resourceAttributes":{"verb":"get","resource":"pods"}}}""",
        ["TokenReview"] = """{"spec":{"token":"x"}}""",
    };

    /// <summary>A whole object: from nothing, or from one that passes with some more in it.</summary>
    public static JsonObject Make(string kind, string apiVersion, TypeSchema schema, bool namespaced, FuzzRandom random, string? name = null)
    {
        var document = Minimal.TryGetValue(kind, out var text) && random.Chance(0.75)
            ? JsonParser.ParseObject(System.Text.Encoding.UTF8.GetBytes(text))
            : Object(schema, random, 0);
        document.Remove("status");
        document.Set("kind", new JsonString(kind));
        document.Set("apiVersion", new JsonString(apiVersion));
        if (document.GetObject("metadata") is not { } metadata || random.Chance(0.6))
        {
            metadata = document.GetObject("metadata") is { } there && there.Contains("name") && text is not null ? there : [];
            document.Set("metadata", metadata);
        }

        if (name is not null && text is null) metadata.Set("name", new JsonString(name));
        else metadata.SetDefault("name", new JsonString(name ?? random.Pick(FuzzStrings.Names)));
        if (namespaced && random.Chance(0.3)) metadata.Set("namespace", new JsonString("default"));
        for (var more = random.Next(4); more > 0; more--) Enrich(document, schema, random);
        return document;
    }

    /// <summary>A value of a type.</summary>
    public static JsonValue Value(string field, TypeSchema type, FuzzRandom random, int depth)
    {
        switch (type.Type)
        {
            case FieldType.Object:
                return Object(type, random, depth);
            case FieldType.Map:
                var map = new JsonObject();
                for (var i = random.Next(depth > Deepest ? 1 : 3); i > 0; i--) map.Set(FuzzStrings.Key(random), Value(field, type.Items!, random, depth + 1));
                return map;
            case FieldType.List:
                var list = new JsonArray();
                for (var i = random.Next(depth > Deepest ? 1 : 3); i > 0; i--) list.Add(Value(field, type.Items!, random, depth + 1));
                return list;
            case FieldType.Int32 or FieldType.Int64:
                return new JsonNumber(random.Chance(0.8)
                    ? random.Pick(["0", "1", "2", "3", "80", "100", "8080"])
                    : random.Pick(["-1", "65536", "2147483647", "2147483648", "9223372036854775807", "1e2", "1.5"]));
            case FieldType.Double:
                return new JsonNumber(random.Pick(["0", "0.5", "-1", "1e308"]));
            case FieldType.Boolean:
                return random.Chance(0.5);
            case FieldType.Bytes:
                return new JsonString(random.Chance(0.8) ? "YQ==" : random.Pick(["", "YQ", "!", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="]));
            case FieldType.Quantity:
                return new JsonString(FuzzStrings.Quantity(random));
            case FieldType.IntOrString:
                return random.Chance(0.5) ? new JsonNumber(random.Pick(["0", "1", "80", "-1", "70000"])) : new JsonString(random.Pick(["25%", "http", "-1%", "101%", "x y", ""]));
            case FieldType.Time or FieldType.MicroTime:
                return new JsonString(FuzzStrings.Time(random));
            case FieldType.String:
                return new JsonString(type.Enum.Count > 0 && random.Chance(0.8) ? random.Pick(type.Enum) : FuzzStrings.For(field, random));
            default:
                return random.Next(5) switch
                {
                    0 => new JsonObject { { "kind", "X" }, { "apiVersion", "x/v1" } },
                    1 => new JsonObject { { "f:a", new JsonObject() } },
                    2 => new JsonArray { "a" },
                    3 => JsonNull.Instance,
                    _ => new JsonString("x"),
                };
        }
    }

    private static JsonObject Object(TypeSchema type, FuzzRandom random, int depth)
    {
        var result = new JsonObject();
        if (depth > Deepest) return result;
        // Some objects have dozens of fields: a few of them at a time.
        var share = Math.Min(0.5, 3.0 / Math.Max(1, type.Fields.Count));
        foreach (var field in type.Fields)
        {
            if (field.Name is "kind" or "apiVersion" && depth == 0) continue;
            if (field.Required ? random.Chance(0.95) : random.Chance(share)) result.Set(field.Name, FieldValue(field, random, depth + 1));
        }

        return result;
    }

    // Goes down a random way and sets a random field there.
    private static void Enrich(JsonObject document, TypeSchema schema, FuzzRandom random)
    {
        var (at, type) = (document, schema);
        for (var depth = 0; depth < 6; depth++)
        {
            if (type.Fields.Count == 0) return;
            var field = random.Pick(type.Fields);
            if (field.Name is "kind" or "apiVersion" || (depth == 0 && field.Name == "status")) continue;
            var inner = at[field.Name] switch
            {
                JsonObject child when field.Type.IsObject => (child, field.Type),
                JsonArray { Count: > 0 } list when list[0] is JsonObject first && field.Type.Items is { IsObject: true } items => (first, items),
                _ => default,
            };
            if (inner.Item1 is null)
            {
                if (depth > 0 || field.Name != "metadata") at.Set(field.Name, FieldValue(field, random, depth + 2));
                return;
            }

            (at, type) = inner;
        }
    }

    private static JsonValue FieldValue(FieldSchema field, FuzzRandom random, int depth) => field.Enum.Count > 0 && random.Chance(0.85)
        ? new JsonString(random.Pick(field.Enum))
        : Value(field.Name, field.Type, random, depth);
}
