using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What classes of devices may say. What is stored and stays as it is was good once and is good now.</summary>
internal static class DeviceClassRules
{
    private const int Most = 32;

    /// <summary>Checks a class.</summary>
    /// <param name="deviceClass">The class.</param>
    /// <param name="old">The class as it was; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject deviceClass, JsonObject? old, ErrorList errors)
    {
        var (spec, before) = (deviceClass.GetObject("spec") ?? [], old?.GetObject("spec"));
        if (before is null || !Checks.Same(spec["selectors"], before["selectors"]))
            DeviceRequestRules.CheckSelectors(spec.GetArray("selectors"), FieldPath.Spec.Child("selectors"), errors);
        if (before is null || !Checks.Same(spec["config"], before["config"]))
        {
            DeviceLists.Each(
                spec.GetArray("config"), Most, FieldPath.Spec.Child("config"), errors, (config, path) => DeviceConfigRules.Check(config, path, errors));
        }

        if (spec.GetString("extendedResourceName") is { } name && !QuantityRules.IsExtended(name))
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("extendedResourceName"), name, "must be a valid extended resource name"));
    }
}
