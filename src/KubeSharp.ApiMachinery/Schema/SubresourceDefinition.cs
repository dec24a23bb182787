namespace KubeSharp.ApiMachinery.Schema;

/// <summary>A subresource such as status or scale.</summary>
/// <param name="Name">The last path segment.</param>
/// <param name="Group">The group of the kind it speaks.</param>
/// <param name="Version">The version of the kind it speaks.</param>
/// <param name="Kind">The kind it speaks.</param>
/// <param name="Foreign">Whether that kind belongs to another version than the resource; discovery then names it.</param>
/// <param name="Verbs">The verbs, in the order discovery has them.</param>
public sealed record SubresourceDefinition(string Name, string Group, string Version, string Kind, bool Foreign, IReadOnlyList<string> Verbs);
