namespace KubeSharp.Proxy.Model;

/// <summary>Identifies one port of one Service. Its text is what chain names are made from, as upstream makes them.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Name">The Service's name.</param>
/// <param name="Port">The port's name; empty for the only port of a Service.</param>
internal readonly record struct ServicePortName(string Namespace, string Name, string Port)
{
    /// <inheritdoc/>
    public override string ToString() => Port.Length == 0 ? $"{Namespace}/{Name}" : $"{Namespace}/{Name}:{Port}";
}
