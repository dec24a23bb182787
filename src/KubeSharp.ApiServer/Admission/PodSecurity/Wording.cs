namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>How violations are put together.</summary>
internal static class Wording
{
    /// <summary><c>"a", "b"</c>.</summary>
    public static string Quote(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"\"{value}\""));

    /// <summary>The one word for one, the other for more.</summary>
    public static string Plural(string one, string many, int count) => count == 1 ? one : many;

    /// <summary><c>container "a"</c> or <c>containers "a", "b"</c>.</summary>
    public static string Containers(IReadOnlyList<string> names) => $"{Plural("container", "containers", names.Count)} {Quote(names)}";

    /// <summary>The pod, the containers, or both.</summary>
    public static string Setters(bool pod, IReadOnlyList<string> containers)
    {
        List<string> setters = [];
        if (pod)
            setters.Add("pod");
        if (containers.Count > 0)
            setters.Add(Containers(containers));
        return string.Join(" and ", setters);
    }
}
