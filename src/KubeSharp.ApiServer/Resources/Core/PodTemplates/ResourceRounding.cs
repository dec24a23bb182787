using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>Amounts of resources are kept to the thousandth: what is finer is rounded up.</summary>
internal static class ResourceRounding
{
    /// <summary>Rounds requests and limits.</summary>
    public static void Apply(JsonObject? resources)
    {
        RoundUp(resources?.GetObject("limits"));
        RoundUp(resources?.GetObject("requests"));
    }

    /// <summary>Rounds a list of amounts, in place.</summary>
    public static void RoundUp(JsonObject? amounts)
    {
        for (var i = 0; i < amounts?.Count; i++)
        {
            // Amounts are written with the largest unit that keeps them whole: a finer one than a thousandth ends so.
            if (amounts.ValueAt(i) is not JsonString { Value: [.., 'u' or 'n'] } written || QuantityRules.Read(written) is not { } amount) continue;
            amounts.SetAt(i, new JsonString(Quantity.FromMilli(amount.MilliValue, amount.Format).ToString()));
        }
    }
}
