namespace KubeSharp.ApiServer.Kubelet;

/// <summary>Redirects of a proxied server point back through the proxy.</summary>
/// <param name="Prefix">The path of the proxy, without a slash at the end.</param>
/// <param name="Target">Where the request went.</param>
internal sealed record ProxyHeaders(string Prefix, Uri Target)
{
    public string Location(string location)
    {
        if (!Uri.TryCreate(Target, location, out var absolute)) return location;
        return absolute.Authority == Target.Authority ? Prefix + absolute.PathAndQuery + absolute.Fragment : location;
    }
}
