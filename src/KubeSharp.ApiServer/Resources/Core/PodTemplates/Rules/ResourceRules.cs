using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What a container, or a pod as a whole, asks for and may use at most.</summary>
internal static class ResourceRules
{
    /// <summary>Checks the <c>resources</c> of a container.</summary>
    public static void Check(FieldCheck resources, IReadOnlyCollection<string> podClaims) => Check(resources, podClaims, QuantityRules.ContainerResource);

    /// <summary>Checks resources.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="podClaims">The names of the pod's claims.</param>
    /// <param name="named">Checks the name of a resource.</param>
    public static void Check(FieldCheck resources, IReadOnlyCollection<string> podClaims, Action<string, FieldPath, ErrorList> named)
    {
        var limits = resources.Value.GetObject("limits");
        var requests = resources.Value.GetObject("requests");
        var (huge, ordinary) = (false, false);
        Amounts(limits, resources.At("limits"), resources.Errors, named, ref huge, ref ordinary);
        Amounts(requests, resources.At("requests"), resources.Errors, named, ref huge, ref ordinary);
        Compare(resources, limits, requests);
        if (huge && !ordinary) resources.Errors.Add(FieldError.Forbidden(resources.Path, "HugePages require cpu or memory"));
        Claims(resources, podClaims);
    }

    /// <summary>Checks what running a pod costs beyond its containers: amounts by the rules for limits, and found at fault as such.</summary>
    public static void Overhead(FieldCheck overhead) =>
        Check(new FieldCheck(new JsonObject { { "limits", overhead.Value } }, overhead.Path, overhead.Errors), []);

    private static void Amounts(
        JsonObject? amounts, FieldPath path, ErrorList errors, Action<string, FieldPath, ErrorList> named, ref bool huge, ref bool ordinary)
    {
        if (amounts is null) return;
        foreach (var (name, value) in amounts)
        {
            var at = path.Key(name);
            named(name, at, errors);
            if (QuantityRules.Read(value) is { } amount) QuantityRules.Amount(name, amount, at, errors);
            huge |= QuantityRules.IsHugePages(name);
            ordinary |= name is "cpu" or "memory";
        }
    }

    private static void Compare(FieldCheck resources, JsonObject? limits, JsonObject? requests)
    {
        if (requests is null) return;
        foreach (var (name, value) in requests)
        {
            if (QuantityRules.Read(value) is not { } request) continue;
            var overcommit = QuantityRules.MayBeOvercommitted(name);
            if (QuantityRules.Read(limits?[name]) is not { } limit)
            {
                if (!overcommit) resources.Errors.Add(FieldError.Required(resources.At("limits"), "Limit must be set for non overcommitable resources"));
            }
            else if (!overcommit && request != limit)
            {
                resources.Errors.Add(FieldError.Invalid(resources.At("requests"), request.ToString(), $"must be equal to {name} limit of {limit}"));
            }
            else if (request > limit)
            {
                resources.Errors.Add(FieldError.Invalid(resources.At("requests"), request.ToString(), $"must be less than or equal to {name} limit of {limit}"));
            }
        }
    }

    private static void Claims(FieldCheck resources, IReadOnlyCollection<string> podClaims)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in resources.Items("claims"))
        {
            if (claim.Text("name") is not { Length: > 0 } name)
            {
                resources.Errors.Add(FieldError.Required(claim.Path));
                continue;
            }

            Repeated(claim, name, seen);
            if (podClaims.Contains(name)) continue;
            var known = podClaims.Count == 0 ? " which is empty" : ": " + string.Join(", ", podClaims.Order(StringComparer.Ordinal));
            resources.Errors.Add(FieldError.NotFound(claim.Path, name, "must be one of the names in pod.spec.resourceClaims" + known));
        }
    }

    // A claim as a whole stands for all its requests: none of them may be named besides it.
    private static void Repeated(FieldCheck claim, string name, HashSet<string> seen)
    {
        var request = claim.Text("request");
        if (seen.Contains(name))
        {
            claim.Errors.Add(FieldError.Duplicate(claim.Path, name));
            return;
        }

        claim.OptionalName("request", StringValidators.Dns1123Label);
        var key = request.Length == 0 ? name : $"{name}/{request}";
        if (seen.Contains(key)) claim.Errors.Add(FieldError.Duplicate(claim.Path, key));
        foreach (var other in seen)
        {
            if (request.Length == 0 && other.StartsWith(name + "/", StringComparison.Ordinal)) claim.Errors.Add(FieldError.Duplicate(claim.Path, name));
        }

        seen.Add(key);
    }
}
