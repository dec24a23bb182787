using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What the devices given to a claim must look like when they are written down.</summary>
internal static class AllocationRules
{
    private const int MostResults = 32;
    private const int MostConfigs = 64;

    /// <summary>Checks a new allocation.</summary>
    /// <param name="allocation">The allocation.</param>
    /// <param name="requests">The requests that it may answer.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject allocation, RequestNames requests, FieldPath path, ErrorList errors)
    {
        var devices = allocation.GetObject("devices") ?? [];
        var at = path.Child("devices");
        DeviceLists.Each(
            devices.GetArray("results"), MostResults, at.Child("results"), errors, (result, place) => CheckResult(result, requests, place, errors));
        DeviceLists.Each(devices.GetArray("config"), MostConfigs, at.Child("config"), errors, (config, place) =>
        {
            var check = new FieldCheck(config, place, errors);
            if (check.Require("source")) check.OneOf("source", "FromClaim", "FromClass");
            requests.CheckList(config, place, errors);
            DeviceConfigRules.Check(config, place, errors);
        });
        if (allocation.GetObject("nodeSelector") is { } selector) AffinityRules.NodeSelector(new FieldCheck(selector, path.Child("nodeSelector"), errors));
    }

    private static void CheckResult(JsonObject result, RequestNames requests, FieldPath path, ErrorList errors)
    {
        requests.CheckOne(result.GetString("request") ?? "", path.Child("request"), errors);
        DeviceNames.CheckDriver(result.GetString("driver") ?? "", path.Child("driver"), errors);
        DeviceNames.CheckPool(result.GetString("pool") ?? "", path.Child("pool"), errors);
        var device = result.GetString("device") ?? "";
        errors.AddInvalid(path.Child("device"), device, StringValidators.Dns1123Label(device));
        BindingConditionRules.Check(result, path, errors);
        DeviceTolerationRules.Check(result.GetArray("tolerations"), path.Child("tolerations"), errors);
        if (result.GetString("shareID") is { } share) DeviceNames.CheckShare(share, path.Child("shareID"), errors);
    }
}
