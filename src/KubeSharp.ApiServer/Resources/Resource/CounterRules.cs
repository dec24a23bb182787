using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What devices that are parts of one share: sets of counters, and what each device takes of them.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#partitionable-devices</remarks>
internal static class CounterRules
{
    private const int MostSets = 8;
    private const int MostCounters = 32;
    private const int MostConsumptions = 2;

    public static void CheckShared(JsonArray? sets, FieldPath path, ErrorList errors) =>
        DeviceLists.Set(sets, MostSets, "name", path, errors, (set, at) => CheckSet(set, "name", at, errors));

    public static void CheckConsumed(JsonArray? consumptions, FieldPath path, ErrorList errors) =>
        DeviceLists.Set(consumptions, MostConsumptions, "counterSet", path, errors, (set, at) => CheckSet(set, "counterSet", at, errors));

    private static void CheckSet(JsonObject set, string member, FieldPath path, ErrorList errors)
    {
        var check = new FieldCheck(set, path, errors);
        check.RequireName(member, StringValidators.Dns1123Label);
        var counters = set.GetObject("counters") ?? [];
        if (counters.Count == 0) errors.Add(FieldError.Required(path.Child("counters")));
        else if (DeviceLists.Fits(counters.Count, MostCounters, path.Child("counters"), errors))
        {
            foreach (var (name, _) in counters) errors.AddInvalid(path.Child("counters"), name, StringValidators.Dns1123Label(name));
        }
    }
}
