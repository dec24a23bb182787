namespace KubeSharp.Client.Tests;

internal static class Pods
{
    public static string Json(string name, int revision, string uid = "", string node = "n1", string ns = "default") =>
        $$"""
        {"metadata":{"name":"{{name}}","namespace":"{{ns}}","uid":"{{(uid.Length > 0 ? uid : "uid-" + name)}}","resourceVersion":"{{revision}}"},"spec":{"nodeName":"{{node}}","containers":[]} }
        """;

    public static string List(int revision, params string[] items) =>
        $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{revision}}"},"items":[{{string.Join(',', items)}}]}""";

    public static string Page(int revision, string next, params string[] items) =>
        $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{revision}}","continue":"{{next}}"},"items":[{{string.Join(',', items)}}]}""";

    public static string Bookmark(int revision) => $$"""{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"{{revision}}"} }""";
}
