using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Storage;

/// <summary>The names of CSI drivers: domain names of at most 63 characters, in either case.</summary>
internal static class CsiNames
{
    private const int MaxLength = 63;

    public static string[] Check(string name) =>
        name.Length > MaxLength ? [$"must be no more than {MaxLength} characters"] : StringValidators.Dns1123Subdomain(name.ToLowerInvariant());
}
