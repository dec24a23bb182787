using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>A list of names in a rule; <c>*</c> stands for all of them.</summary>
internal sealed class NameList
{
    private readonly string[] names;
    private readonly bool all;

    public NameList(JsonObject rule, string member)
    {
        names = [.. (rule.GetArray(member) ?? []).OfType<JsonString>().Select(item => item.Value)];
        all = names.Contains("*");
    }

    public bool Has(string name)
    {
        if (all) return true;
        foreach (var one in names)
        {
            if (one == name) return true;
        }

        return false;
    }

    /// <summary>Whether it has a resource, or <c>resource/subresource</c> if there is a subresource.</summary>
    public bool HasResource(string resource, string subresource)
    {
        if (all || subresource.Length == 0) return Has(resource);
        foreach (var one in names)
        {
            if (one.Length == resource.Length + 1 + subresource.Length && one[resource.Length] == '/'
                && one.StartsWith(resource, StringComparison.Ordinal) && one.EndsWith(subresource, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Whether it has a path; one that ends in <c>/*</c> stands for all below it.</summary>
    public bool HasPath(string path)
    {
        if (Has(path)) return true;
        foreach (var one in names)
        {
            if (one.EndsWith("/*", StringComparison.Ordinal) && path.AsSpan().StartsWith(one.AsSpan(0, one.Length - 1), StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
