using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// URLs.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library"/>.
/// </summary>
internal static class UrlLibrary
{
    public static void Declare(Library library)
    {
        var type = UrlValue.CelType;
        library.Global("url", "string_to_url", [CelType.String], type, static (_, a) => UrlValue.Parse(Library.Text(a[0]), out var fault) is { } url
                ? CelValue.Of(url)
                : CelValue.Fail($"URL parse error during conversion from string: {fault}"), CostRule.Read)
            .Global("isURL", "is_url_string", [CelType.String], Bool, static (frame, a) => CelValue.Of(UrlValue.Parse(Library.Text(a[0]), out _) is not null))
            .Member("getScheme", "url_get_scheme", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).Scheme))
            .Member("getHost", "url_get_host", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).Host))
            .Member("getHostname", "url_get_hostname", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).Hostname))
            .Member("getPort", "url_get_port", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).Port))
            .Member("getEscapedPath", "url_get_escaped_path", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).EscapedPath))
            .Member("getQuery", "url_get_query", [type], MapOf(CelType.String, ListOf(CelType.String)), static (_, a) => Of(a[0]).Query())
            .Type("kubernetes.URL", type);
    }

    private static UrlValue Of(in CelValue value) => (UrlValue)value.Reference!;
}
