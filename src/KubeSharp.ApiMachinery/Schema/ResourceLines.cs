using System.Globalization;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>Parses the version, resource, sub and column lines of the table.</summary>
internal sealed class ResourceLines(SchemaRegistry registry)
{
    private readonly List<GroupVersionDefinition> versions = [];
    private readonly List<ResourceDefinition> resources = [];
    private readonly List<SubresourceDefinition> subresources = [];
    private readonly List<ColumnDefinition> columns = [];
    private string[]? version;
    private string[]? resource;

    public string[] SchemeVersions { get; private set; } = [];

    public IReadOnlyList<GroupVersionDefinition> Read(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "scheme":
                    SchemeVersions = words[1..];
                    break;
                case "version":
                    EndVersion();
                    version = words;
                    break;
                case "resource":
                    EndResource();
                    resource = words;
                    break;
                case "sub":
                    var kind = words[2].Split('/');
                    subresources.Add(kind.Length == 3
                        ? new SubresourceDefinition(words[1], kind[0], kind[1], kind[2], true, List(words, "verbs="))
                        : new SubresourceDefinition(words[1], Group, version![2], words[2], false, List(words, "verbs=")));
                    break;
                case "column":
                    columns.Add(new ColumnDefinition(
                        words[1].Replace("%20", " ", StringComparison.Ordinal), words[2], words[3] == "-" ? "" : words[3], Number(words[4])));
                    break;
            }
        }

        EndVersion();
        return versions;
    }

    private string Group => version![1] == "core" ? "" : version[1];

    private void EndVersion()
    {
        EndResource();
        if (version is not null)
            versions.Add(new GroupVersionDefinition(Group, version[2], Number(version[3]), Number(version[4]), [.. resources]));
        resources.Clear();
        version = null;
    }

    private void EndResource()
    {
        if (resource is not null)
        {
            resources.Add(new ResourceDefinition
            {
                Group = Group,
                Version = version![2],
                Plural = resource[1],
                Singular = resource[2],
                Kind = resource[3],
                Namespaced = resource[4] == "namespaced",
                Verbs = List(resource, "verbs="),
                ShortNames = List(resource, "short="),
                Categories = List(resource, "categories="),
                StorageGroupVersion = List(resource, "storage=") is [var storage] ? storage : null,
                DeleteReturnsObject = List(resource, "deletes=") is ["object"],
                Subresources = [.. subresources],
                Columns = [.. columns],
                Schema = registry.FindKind(Group, version[2], resource[3])
                    ?? throw new InvalidOperationException($"the schema table has no type for {Group}/{version[2]} {resource[3]}"),
            });
        }

        subresources.Clear();
        columns.Clear();
        resource = null;
    }

    private static string[] List(string[] words, string flag)
    {
        foreach (var word in words)
        {
            if (word.StartsWith(flag, StringComparison.Ordinal))
                return word[flag.Length..].Split(',');
        }

        return [];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
