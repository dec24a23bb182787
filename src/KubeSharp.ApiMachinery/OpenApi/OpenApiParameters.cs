using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>
/// The parameters of each kind of operation. The names under which version 2 documents share them are those of the real server:
/// clients compare documents by them.
/// </summary>
internal static class OpenApiParameters
{
    public static readonly OpenApiParameter Name = new("name", "path", "string", null);
    public static readonly OpenApiParameter Namespace = new("namespace", "path", "string", "namespace-vgWSWtn3");
    public static readonly OpenApiParameter Path = new("path", "path", "string", "path-z6Ciiujn");
    public static readonly OpenApiParameter Pretty = Query("pretty", "string", "pretty-tJGM1-ng");
    public static readonly OpenApiParameter DryRun = Query("dryRun", "string", null);
    public static readonly OpenApiParameter FieldValidation = Query("fieldValidation", "string", null);
    public static readonly OpenApiParameter FieldManager = Query("fieldManager", "string", "fieldManager-Qy4HdaTW");

    public static readonly OpenApiParameter[] Write = [DryRun, FieldManager, FieldValidation];

    public static readonly OpenApiParameter[] Patch =
        [DryRun, Query("fieldManager", "string", "fieldManager-7c6nTn1T"), FieldValidation, Query("force", "boolean", "force-tOGGb0Yi")];

    public static readonly OpenApiParameter[] Delete =
    [
        DryRun,
        Query("gracePeriodSeconds", "integer", "gracePeriodSeconds--K5HaBOS"),
        Query("ignoreStoreReadErrorWithClusterBreakingPotential", "boolean", "ignoreStoreReadErrorWithClusterBreakingPotential-QbNkfIqj"),
        Query("orphanDependents", "boolean", "orphanDependents-uRB25kX5"),
        Query("propagationPolicy", "string", "propagationPolicy-6jk3prlO"),
    ];

    public static readonly OpenApiParameter[] Select =
    [
        Query("continue", "string", "continue-QfD61s0i"),
        Query("fieldSelector", "string", "fieldSelector-xIcQKXFG"),
        Query("labelSelector", "string", "labelSelector-5Zw57w4C"),
        Query("limit", "integer", "limit-1NfNmdNH"),
        Query("resourceVersion", "string", "resourceVersion-5WAnf1kx"),
        Query("resourceVersionMatch", "string", "resourceVersionMatch-t8XhRHeC"),
        Query("sendInitialEvents", "boolean", "sendInitialEvents-rLXlEK_k"),
        Query("shardSelector", "string", "shardSelector-Kgyki_3_"),
        Query("timeoutSeconds", "integer", "timeoutSeconds-yvYezaOC"),
    ];

    public static readonly OpenApiParameter[] List =
        [.. Select, Query("allowWatchBookmarks", "boolean", "allowWatchBookmarks-HC2hJt-J"), Query("watch", "boolean", "watch-XNNPZGbK")];

    private static readonly Dictionary<string, string> SharedOptions = new(StringComparer.Ordinal)
    {
        ["PodExecOptions.command"] = "command-Py3eQybp",
        ["PodExecOptions.container"] = "container-i5dOmRiM",
        ["PodExecOptions.stderr"] = "stderr-W_1TNlWc",
        ["PodExecOptions.stdin"] = "stdin-PSzNhyUC",
        ["PodExecOptions.stdout"] = "stdout--EZLRwV1",
        ["PodExecOptions.tty"] = "tty-s0flW37O",
        ["PodAttachOptions.container"] = "container-_Q-EJ3nR",
        ["PodAttachOptions.stderr"] = "stderr-26jJhFUR",
        ["PodAttachOptions.stdin"] = "stdin-sEFnN3IS",
        ["PodAttachOptions.stdout"] = "stdout-005YMKE6",
        ["PodAttachOptions.tty"] = "tty-g7MlET_l",
        ["PodPortForwardOptions.ports"] = "ports-91KROJmm",
        ["PodProxyOptions.path"] = "path-oPbzgLUj",
        ["ServiceProxyOptions.path"] = "path-QCf0eosM",
        ["NodeProxyOptions.path"] = "path-rFDtV0x9",
        ["PodLogOptions.container"] = "container-1GeXxFDC",
        ["PodLogOptions.follow"] = "follow-9OIXh_2R",
        ["PodLogOptions.insecureSkipTLSVerifyBackend"] = "insecureSkipTLSVerifyBackend-gM00jVbe",
        ["PodLogOptions.limitBytes"] = "limitBytes-zwd1RXuc",
        ["PodLogOptions.previous"] = "previous-1jxDPu3y",
        ["PodLogOptions.sinceSeconds"] = "sinceSeconds-vE2NLdnP",
        ["PodLogOptions.stream"] = "stream-l-48cgXv",
        ["PodLogOptions.tailLines"] = "tailLines-9xQLWHMV",
        ["PodLogOptions.timestamps"] = "timestamps-c17fW1w_",
    };

    /// <summary>The scalar fields of an options kind are query parameters.</summary>
    public static IEnumerable<OpenApiParameter> Options(string kind)
    {
        if (SchemaRegistry.Kubernetes.FindKind("", "v1", kind) is not { } type)
            yield break;
        foreach (var field in type.Fields)
        {
            var scalar = field.Type.Items?.Type ?? field.Type.Type;
            var name = scalar switch
            {
                FieldType.String => "string",
                FieldType.Boolean => "boolean",
                FieldType.Int32 or FieldType.Int64 => "integer",
                _ => null,
            };
            if (name is not null && field.Name is not ("kind" or "apiVersion"))
                yield return Query(field.Name, name, SharedOptions.GetValueOrDefault($"{kind}.{field.Name}"));
        }
    }

    private static OpenApiParameter Query(string name, string type, string? shared) => new(name, "query", type, shared);
}
