using System.Text;

namespace KubeSharp.Fuzz;

/// <summary>Query strings and headers.</summary>
internal static class FuzzQueries
{
    private static readonly string[] Flags = ["true", "false", "1", "0", "", "x", "True"];
    private static readonly string[] Numbers = ["0", "1", "2", "500", "-1", "", "x", "99999999999999999999", "1.5"];
    // The last one makes the server wait for a revision that does not come.
    private static readonly string[] Revisions = [.. Enumerable.Repeat<string[]>(["0", "1", "2", "", "x", "-1", "10"], 10).SelectMany(some => some), "999999999999"];

    private static readonly string[] LabelSelectors =
    [
        "app=a", "app!=a", "app in (a,b)", "app notin (a)", "!app", "app", "", "=", "a=b=c", "app in (", "app>1", "a b", "x/y/z=1", ",,", "app=é",
    ];

    private static readonly string[] FieldSelectors =
    [
        "metadata.name=a", "metadata.name!=a", "metadata.namespace=default", "spec.nodeName=a", "status.phase=Running", "x=y", "", "metadata.name", "metadata.name=a,metadata.name=b", "=", "a=b\\,c\\", "type=x",
    ];

    public static string Read(FuzzRandom random) => Build(
        random,
        ("resourceVersion", Revisions),
        ("pretty", Flags),
        ("timeout", ["10s", "30s", "1m", "x", "-1s", "0"]),
        ("exclude", ["etcd", "x"]),
        ("verbose", [""]));

    public static string Write(FuzzRandom random, bool kept)
    {
        var query = Build(
            random,
            ("fieldManager", ["m", "n", "", new string('m', 200), "a\u0001"]),
            ("fieldValidation", ["Strict", "Warn", "Ignore", "x", ""]),
            ("force", Flags),
            ("pretty", Flags),
            ("timeout", ["30s", "1m", "32s", "10s", "59s", "20s", "40s", "x"]));
        // What must not stay says so itself, once and rightly.
        if (!kept) return query.Length == 0 ? "?dryRun=All" : query + "&dryRun=All";
        return random.Chance(0.15) ? $"{(query.Length == 0 ? "?" : query + "&")}dryRun={random.Pick(["All", "x", ""])}" : query;
    }

    public static string Delete(FuzzRandom random) => Build(
        random,
        ("gracePeriodSeconds", Numbers),
        ("propagationPolicy", ["Orphan", "Foreground", "Background", "x"]),
        ("orphanDependents", Flags),
        ("dryRun", ["All", "x"]),
        ("labelSelector", LabelSelectors),
        ("fieldSelector", FieldSelectors),
        ("limit", Numbers));

    public static string List(FuzzRandom random)
    {
        var query = Build(
            random,
            ("labelSelector", LabelSelectors),
            ("fieldSelector", FieldSelectors),
            ("limit", Numbers),
            ("continue", ["x", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Miwic3RhcnQiOiJhIn0", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYVx1MDAwMCJ9", "e30", "", "!"]),
            ("resourceVersion", Revisions),
            ("resourceVersionMatch", ["Exact", "NotOlderThan", "x", ""]),
            ("sendInitialEvents", Flags),
            ("allowWatchBookmarks", Flags),
            ("pretty", Flags));
        if (!random.Chance(0.2)) return query;
        return $"{(query.Length == 0 ? "?" : query + "&")}watch={random.Pick(Flags)}&timeoutSeconds={random.Pick(["1", "1", "1", "x", "-1"])}";
    }

    public static IReadOnlyList<(string Name, string Value)> Headers(FuzzRandom random)
    {
        var headers = new List<(string, string)>();
        if (random.Chance(0.3))
        {
            headers.Add(("Accept", random.Pick(
            [
                "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
                "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
                "*/*", "application/json, */*", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json", "application/json;stream=watch",
                random.Pick(["", ",", ";", "text/html", "application/json;as=x", "application/cbor", "application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io"]),
            ])));
        }

        if (random.Chance(0.1)) headers.Add(("Accept-Encoding", random.Pick(["gzip", "gzip, deflate", "x", ""])));
        if (random.Chance(0.05)) headers.Add(("User-Agent", random.Pick(["curl/8", "Mozilla/5.0", "", new string('u', 300), "a/b/c"])));
        if (random.Chance(0.04))
        {
            if (random.Chance(0.9)) headers.Add(("Impersonate-User", random.Pick(["a", "system:serviceaccount:default:a", "system:node:a", "", "system:anonymous"])));
            if (random.Chance(0.4)) headers.Add(("Impersonate-Group", random.Pick(["system:masters", "system:masters", "g", ""])));
            if (random.Chance(0.2)) headers.Add(("Impersonate-Extra-" + random.Pick(["a", "A%2fb", "%zz", ""]), "x"));
        }

        if (random.Chance(0.03)) headers.Add(("Audit-ID", random.Pick(["x", "", new string('a', 100), "a b"])));
        if (random.Chance(0.02)) headers.Add(("If-None-Match", "x"));
        return headers;
    }

    private static string Build(FuzzRandom random, params ReadOnlySpan<(string Name, string[] Values)> parameters)
    {
        var text = new StringBuilder();
        var share = random.Chance(0.5) ? 0.08 : 0.3;
        foreach (var (name, values) in parameters)
        {
            if (!random.Chance(share)) continue;
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(random.Pick(values)));
        }

        if (random.Chance(0.03)) text.Append(text.Length == 0 ? '?' : '&').Append(random.Pick(["%zz", "&&", "=", "a", "a=%", "x[]=1", ";"]));
        return text.ToString();
    }
}
