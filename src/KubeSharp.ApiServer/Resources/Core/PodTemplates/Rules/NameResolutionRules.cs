using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>How the pod finds others: its hosts file and its resolver.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config</remarks>
internal static partial class NameResolutionRules
{
    private const int MostServers = 3;
    private const int MostSearches = 32;
    private const int MostSearchCharacters = 2048;

    public static void Check(FieldCheck spec)
    {
        foreach (var alias in spec.Items("hostAliases"))
        {
            alias.Messages("ip", StringValidators.Ip(alias.Text("ip")));
            var names = alias.Texts("hostnames");
            for (var i = 0; i < names.Count; i++) alias.Errors.AddInvalid(alias.At("hostnames").Index(i), names[i], StringValidators.Dns1123Subdomain(names[i]));
        }

        var none = spec.Text("dnsPolicy") == "None";
        if (spec.Child("dnsConfig") is { } dns) Config(dns, none);
        else if (none) spec.Errors.Add(FieldError.Required(spec.At("dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None"));
    }

    private static void Config(FieldCheck dns, bool none)
    {
        var servers = dns.Texts("nameservers");
        if (none && servers.Count == 0)
        {
            dns.Errors.Add(FieldError.Required(dns.At("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"));
            return;
        }

        if (servers.Count > MostServers) dns.Invalid("nameservers", $"must not have more than {MostServers} nameservers");
        for (var i = 0; i < servers.Count; i++) dns.Errors.AddInvalid(dns.At("nameservers").Index(i), servers[i], StringValidators.Ip(servers[i]));
        Searches(dns);
        foreach (var option in dns.Items("options"))
        {
            if (option.Text("name").Length == 0) option.Errors.Add(FieldError.Required(option.Path, "must not be empty"));
        }
    }

    private static void Searches(FieldCheck dns)
    {
        var searches = dns.Texts("searches");
        if (searches.Count > MostSearches) dns.Invalid("searches", $"must not have more than {MostSearches} search paths");
        if (string.Join(' ', searches).Length > MostSearchCharacters)
            dns.Invalid("searches", $"must not have more than {MostSearchCharacters} characters (including spaces) in the search list");
        for (var i = 0; i < searches.Count; i++)
        {
            // A dot alone is the root; one at the end says that the name is complete.
            if (searches[i] == ".") continue;
            var search = searches[i].EndsWith('.') ? searches[i][..^1] : searches[i];
            if (search.Length > 253) dns.Errors.Add(FieldError.Invalid(dns.At("searches").Index(i), search, StringValidators.MaxLength(253)));
            if (SearchPath().IsMatch(search)) continue;
            dns.Errors.Add(FieldError.Invalid(
                dns.At("searches").Index(i),
                search,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_', or '.', and must start and end with an alphanumeric "
                    + $"character (e.g. 'example.com', regex used for validation is '{SearchPattern}')"));
        }
    }

    private const string SearchLabel = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const string SearchPattern = SearchLabel + @"(\." + SearchLabel + ")*";

    [GeneratedRegex("^" + SearchPattern + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex SearchPath();
}
