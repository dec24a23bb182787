using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Which taints of devices a request puts up with.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations</remarks>
internal static class DeviceTolerationRules
{
    private const int Most = 16;

    public static void Check(JsonArray? tolerations, FieldPath path, ErrorList errors)
    {
        if (tolerations?.Count > Most) errors.Add(FieldError.TooMany(path, tolerations.Count, Most));
        foreach (var (index, toleration) in tolerations.Items()) One(new FieldCheck(toleration, path.Index(index), errors));
    }

    private static void One(FieldCheck toleration)
    {
        toleration.OptionalName("key", StringValidators.QualifiedName);
        switch (toleration.Text("operator"))
        {
            case "Exists":
                if (toleration.Text("value").Length > 0) toleration.Invalid("value", "must be empty for operator `Exists`");
                break;
            case "Equal":
                toleration.Messages("value", StringValidators.LabelValue(toleration.Text("value")));
                break;
            case "":
                toleration.Require("operator");
                break;
            default:
                toleration.OneOf("operator", "Equal", "Exists");
                break;
        }

        if (toleration.Text("effect").Length > 0) toleration.OneOf("effect", DeviceTaintRules.Effects);
    }
}
