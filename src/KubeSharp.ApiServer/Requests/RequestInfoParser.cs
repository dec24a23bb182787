using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Validation;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>Reads a <see cref="RequestInfo"/> off a request.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb</remarks>
public static class RequestInfoParser
{
    // Below these names directly follows the namespace object's own subresource, not a namespaced resource.
    private static bool IsNamespaceSubresource(string part) => part is "status" or "finalize";

    /// <summary>Never fails: what does not look like a resource is a path.</summary>
    public static RequestInfo Parse(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        // The server library leaves slashes in escapes; upstream takes them for slashes.
        if (path.Contains("%2F", StringComparison.OrdinalIgnoreCase)) path = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var method = request.Method;
        var plain = new RequestInfo { Path = path, Verb = method.ToLowerInvariant() };

        var parts = Split(path);
        if (parts.Count < 3) return plain;
        var prefix = parts[0];
        if (prefix is not ("api" or "apis")) return plain;

        var next = 1;
        var group = "";
        if (prefix == "apis")
        {
            if (parts.Count < 4) return plain with { ApiPrefix = prefix };
            group = parts[next++];
        }

        var version = parts[next++];
        var verb = method switch
        {
            "POST" => "create",
            "GET" or "HEAD" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "",
        };

        // The old spellings /api/v1/watch/... and /api/v1/proxy/...: the verb stands in the path.
        var rest = parts.GetRange(next, parts.Count - next);
        var inPath = rest[0] is "watch" or "proxy";
        if (inPath)
        {
            if (rest.Count < 2) return plain with { Fault = $"unable to determine kind and namespace from url, {path}{request.QueryString}" };
            verb = rest[0];
            rest.RemoveAt(0);
        }

        var ns = "";
        if (rest[0] == "namespaces" && rest.Count > 1)
        {
            ns = rest[1];
            if (rest.Count > 2 && !IsNamespaceSubresource(rest[2])) rest.RemoveRange(0, 2);
        }

        var resource = rest[0];
        var name = rest.Count > 1 ? rest[1] : "";
        var subresource = rest.Count > 2 && verb != "proxy" ? rest[2] : "";
        if (name.Length == 0 && verb == "delete") verb = "deletecollection";
        if (name.Length == 0 && verb == "get")
        {
            verb = IsWatch(request) ? "watch" : "list";
            name = SingleName(request.Query["fieldSelector"].ToString());
        }

        // Selectors do not count where the verb stands in the path.
        var selects = !inPath && verb is "list" or "watch" or "deletecollection";
        return new RequestInfo
        {
            IsResourceRequest = true,
            Path = path,
            Verb = verb,
            ApiPrefix = prefix,
            ApiGroup = group,
            ApiVersion = version,
            Namespace = ns,
            Resource = resource,
            Subresource = subresource,
            Name = name,
            Parts = rest,
            FieldSelector = selects ? request.Query["fieldSelector"].ToString() : "",
            LabelSelector = selects ? request.Query["labelSelector"].ToString() : "",
        };
    }

    // The name that the selector pins down, so that a rule with resourceNames can allow to watch that one object.
    private static string SingleName(string selector) =>
        selector.Contains("metadata.name", StringComparison.Ordinal)
        && FieldSelector.TryParse(selector, out var parsed, out _)
        && parsed.RequiresExactMatch("metadata.name", out var name)
        && StringValidators.PathSegmentName(name).Length == 0
            ? name
            : "";

    // Anything but a plain no is a yes.
    private static bool IsWatch(HttpRequest request) => request.Query.TryGetValue("watch", out var values) && values.Count > 0
        && !string.Equals(values[0], "false", StringComparison.OrdinalIgnoreCase) && values[0] != "0";

    private static List<string> Split(string path)
    {
        var parts = new List<string>(8);
        foreach (var range in path.AsSpan().Trim('/').Split('/'))
        {
            parts.Add(path.AsSpan().Trim('/')[range].ToString());
        }

        return parts;
    }
}
