using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>A disk that is reached over iSCSI.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/volumes/#iscsi</remarks>
internal static partial class IscsiVolume
{
    /// <summary>What is said of a name that is too long.</summary>
    public const string TooLong = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

    private const int LongestInterface = 64;
    private const string Beginning = "must be valid format starting with iqn, eui, or naa";

    /// <summary>Checks a disk.</summary>
    /// <param name="source">The source.</param>
    /// <param name="ofPod">Whether it is one of a pod: only those are told how names begin.</param>
    public static void Check(FieldCheck source, bool ofPod)
    {
        source.Require("targetPortal");
        if (source.Require("iqn")) Name(source, "iqn", "iqn", ofPod);
        if (source.Number("lun") is < 0 or > 255) source.Invalid("lun", StringValidators.InclusiveRange(0, 255));
        if ((source.Flag("chapAuthDiscovery") || source.Flag("chapAuthSession")) && !source.Has("secretRef")) source.Require("secretRef");
        if (source.Has("initiatorName")) Name(source, "initiatorName", "initiatorname", ofPod);
    }

    /// <summary>Whether a volume's name is too long: with the portal and an initiator of its own it becomes the name of an interface.</summary>
    public static bool IsTooLong(string volumeName, JsonObject? source) => source?.GetString("initiatorName") is not null
        && volumeName.Length + 1 + (source.GetString("targetPortal") ?? "").Length > LongestInterface;

    private static void Name(FieldCheck source, string field, string shown, bool ofPod)
    {
        var name = source.Text(field);
        var valid = name switch
        {
            _ when name.StartsWith("iqn", StringComparison.Ordinal) => Iqn().IsMatch(name),
            _ when name.StartsWith("eui", StringComparison.Ordinal) => Eui().IsMatch(name),
            _ when name.StartsWith("naa", StringComparison.Ordinal) => Naa().IsMatch(name),
            _ => (bool?)null,
        };
        if (valid == true) return;
        source.Errors.Add(FieldError.Invalid(source.At(shown), name, valid is null && ofPod ? Beginning : "must be valid format"));
    }

    [GeneratedRegex(@"iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9\-.]+:[^,;*&$|\s]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iqn();

    [GeneratedRegex(@"^eui.[A-Za-z0-9]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Eui();

    [GeneratedRegex(@"^naa.[A-Za-z0-9]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Naa();
}
