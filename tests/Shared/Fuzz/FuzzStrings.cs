namespace KubeSharp.Fuzz;

/// <summary>Texts that are often right for a field of some name, and texts that are wrong almost everywhere.</summary>
internal static class FuzzStrings
{
    /// <summary>Names of objects: few, so that requests meet what others made.</summary>
    public static IReadOnlyList<string> Names { get; } = ["a", "b", "c", "web-0", "x.example.com"];

    private static readonly string[] Hostile =
    [
        "", " ", "A", "a b", "-a", "a-", "a.b.c", "a/b", "a/b/c", "../x", "%", "\0", "\u0001", "\n", "\"", "\\", "'", "{}", "[]", "null", "true", "1", "-1", "0", "1.5",
        "99999999999999999999", "é", "日本", "\ud83d\ude00", "\u202e", new('a', 64), new('a', 254), new('x', 3000), "*", "$(X)", "{{", "(", "[", "(?P<n>a)", "a{2000}", "==", "a=b",
    ];

    private static readonly string[] Times = ["2026-01-01T00:00:00Z", "2026-06-01T12:00:00.000000Z", "2027-01-01T00:00:00Z", "2025-01-01T00:00:00+02:00", "2026-01-01T00:00:00.123456Z", "2026-02-30T00:00:00Z", "2026-01-01", "now", "0001-01-01T00:00:00Z"];
    private static readonly string[] Quantities = ["1", "100m", "1Gi", "0", "-1", "1e3", "1E400", "0.0000000001", "Ki", "1kb", "9223372036854775807", "9999999999999999999999"];
    private static readonly string[] Addresses = ["10.0.0.1", "10.0.0.0/24", "2001:db8::1", "fd00::/64", "010.1.1.1", "256.1.1.1", "None", "::ffff:1.2.3.4", "127.0.0.1", "0.0.0.0/0"];
    private static readonly string[] Keys = ["app", "app.kubernetes.io/name", "example.com/a", "kubernetes.io/metadata.name", "a", "/x", "a/", "node-role.kubernetes.io/master"];
    private static readonly string[] Expressions =
    [
        "true", "self.x > 1", "object.metadata.name == 'a'", "self.all(x, x > 0)", "1/0", "self +", "oldSelf == self", "variables.a", "has(self.x)", "'a'.matches('(')",
        "[1,2].map(x, [1,2].map(y, x*y)).size() > 0", "quantity('1').isInteger()", "device.driver == 'a'", new('(', 300), "request.userInfo.username.startsWith('system:')",
    ];

    /// <summary>A text for a field of that name.</summary>
    public static string For(string field, FuzzRandom random)
    {
        if (random.Chance(0.12)) return random.Pick(Hostile);
        return field switch
        {
            "name" or "generateName" or "serviceName" or "claimName" or "secretName" or "nodeName" or "serviceAccountName" or "container" => random.Pick(Names),
            "namespace" => random.Chance(0.8) ? "default" : random.Pick(Names),
            "kind" => random.Pick(["Pod", "Deployment", "Role", "ClusterRole", "User", "ServiceAccount", "Node", "x"]),
            "apiVersion" or "fieldVersion" => random.Pick(["v1", "apps/v1", "x/v1", "v2", "/"]),
            "apiGroup" or "group" => random.Pick(["", "apps", "rbac.authorization.k8s.io", "example.com", "X"]),
            "version" => random.Pick(["v1", "v1beta1", "1", ""]),
            "image" => random.Pick(["img", "registry/img:1", " img", "a@sha256:00"]),
            "schedule" => random.Pick(["* * * * *", "@hourly", "61 * * * *", "TZ=UTC * * * * *", "* * * *"]),
            "timeZone" => random.Pick(["Etc/UTC", "Local", "Nowhere/X"]),
            "expression" or "rule" or "messageExpression" or "selector" => random.Pick(Expressions),
            "path" or "mountPath" or "subPath" or "hostPath" => random.Pick(["/a", "a", "/", "..", "/a/../b", "C:\\x", "/a:b"]),
            "key" or "topologyKey" or "resourceName" => random.Pick(Keys),
            "operator" => random.Pick(["In", "NotIn", "Exists", "DoesNotExist", "Equal", "Gt", "x"]),
            "url" => random.Pick(["https://127.0.0.1:1/x", "http://127.0.0.1:1", "x", "https://u:p@127.0.0.1:1/?a#b"]),
            "uid" => "6f2c3c4e-0000-4000-8000-00000000000" + random.Next(4),
            "resourceVersion" => random.Pick(["", "0", "1", "999999999", "x", "-1"]),
            _ when field.Contains("IP", StringComparison.Ordinal) || field.Contains("ddress", StringComparison.Ordinal) || field.Contains("cidr", StringComparison.OrdinalIgnoreCase) =>
                random.Pick(Addresses),
            _ when field.Contains("ime", StringComparison.Ordinal) => random.Pick(Times),
            _ when random.Chance(0.2) => random.Pick(Quantities),
            _ => random.Pick(Names),
        };
    }

    public static string Quantity(FuzzRandom random) => random.Pick(Quantities);

    public static string Time(FuzzRandom random) => random.Chance(0.7) ? Times[0] : random.Pick(Times);

    public static string Key(FuzzRandom random) => random.Chance(0.8) ? random.Pick(Keys) : random.Pick(Hostile);

    public static string Any(FuzzRandom random) => random.Pick(Hostile);
}
