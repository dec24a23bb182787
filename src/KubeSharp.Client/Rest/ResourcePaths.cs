using System.Globalization;
using System.Text;
using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>Builds request paths: <c>/api/v1/namespaces/NS/pods/NAME/SUB</c> and <c>/apis/GROUP/VERSION/...</c>.</summary>
internal static class ResourcePaths
{
    public static string Collection(ResourceInfo resource, string? ns)
    {
        string root = resource.Group.Length == 0 ? "/api/" + resource.Version : "/apis/" + resource.Group + "/" + resource.Version;
        return resource.Namespaced && !string.IsNullOrEmpty(ns)
            ? root + "/namespaces/" + Uri.EscapeDataString(ns) + "/" + resource.Plural
            : root + "/" + resource.Plural;
    }

    public static string Object(ResourceInfo resource, string? ns, string name, string? subresource = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (resource.Namespaced && string.IsNullOrEmpty(ns))
            throw new ArgumentException($"{resource.Plural} live in namespaces, but no namespace was given", nameof(ns));
        string path = Collection(resource, ns) + "/" + Uri.EscapeDataString(name);
        return subresource is null ? path : path + "/" + subresource;
    }

    public static string WithQuery(string path, ListQuery? options, bool watch)
    {
        var query = new QueryBuilder(path);
        if (watch) query.Add("watch", "true");
        if (options is null) return query.ToString();
        query.Add("labelSelector", options.LabelSelector);
        query.Add("fieldSelector", options.FieldSelector);
        if (!watch)
        {
            query.Add("limit", options.Limit);
            query.Add("continue", options.Continue);
        }

        query.Add("resourceVersion", options.ResourceVersion);
        query.Add("resourceVersionMatch", options.ResourceVersionMatch);
        query.Add("timeoutSeconds", options.TimeoutSeconds);
        if (watch)
        {
            if (options.AllowWatchBookmarks) query.Add("allowWatchBookmarks", "true");
            if (options.SendInitialEvents is { } send) query.Add("sendInitialEvents", send ? "true" : "false");
        }

        return query.ToString();
    }

    public static string WithQuery(string path, WriteOptions? options)
    {
        if (options is null) return path;
        var query = new QueryBuilder(path);
        query.Add("fieldManager", options.FieldManager);
        query.Add("fieldValidation", options.FieldValidation);
        if (options.DryRun) query.Add("dryRun", "All");
        if (options.Force is { } force) query.Add("force", force ? "true" : "false");
        return query.ToString();
    }

    private struct QueryBuilder(string path)
    {
        private StringBuilder? builder;

        public void Add(string name, int? value)
        {
            if (value is { } number) Add(name, number.ToString(CultureInfo.InvariantCulture));
        }

        public void Add(string name, string? value)
        {
            if (string.IsNullOrEmpty(value)) return;
            builder = builder is null ? new StringBuilder(path).Append('?') : builder.Append('&');
            builder.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        public override readonly string ToString() => builder?.ToString() ?? path;
    }
}
