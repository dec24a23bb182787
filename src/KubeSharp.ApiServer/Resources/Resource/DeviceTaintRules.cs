using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What keeps requests off a device.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations</remarks>
internal static class DeviceTaintRules
{
    private const int Most = 16;

    /// <summary>What a taint may do.</summary>
    public static string[] Effects { get; } = ["NoExecute", "NoSchedule", "None"];

    public static void Check(JsonArray? taints, FieldPath path, ErrorList errors) =>
        DeviceLists.Each(taints, Most, path, errors, (taint, at) => One(new FieldCheck(taint, at, errors)));

    private static void One(FieldCheck taint)
    {
        taint.Messages("key", StringValidators.QualifiedName(taint.Text("key")));
        taint.OptionalName("value", StringValidators.LabelValue);
        if (taint.Require("effect")) taint.OneOf("effect", Effects);
    }
}
