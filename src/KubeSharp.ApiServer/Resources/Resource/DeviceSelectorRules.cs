using System.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Cel;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>
/// Expressions that choose devices: they see one device and must not cost too much.
/// <see href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/"/>.
/// </summary>
internal static class DeviceSelectorRules
{
    private const int MaxBytes = 10 * 1024;
    private const ulong MaxDomain = 63;
    private const ulong MaxId = 32;
    private const ulong MaxEntries = 32;
    private const ulong MaxValue = 64;

    /// <summary>Attributes are a boolean, number, string or version, which only the device tells.</summary>
    private static readonly CelSchema Device = CelSchema.Object(
        "kubernetes.DRADevice",
        ("driver", CelSchema.Of(CelType.String, MaxDomain)),
        ("attributes", ByQualifiedName(CelSchema.Of(CelType.Any, MaxValue))),
        ("capacity", ByQualifiedName(CelType.Opaque("kubernetes.Quantity"))),
        ("allowMultipleAllocations", CelSchema.Of(CelType.Bool, 1)));

    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.WithBindings().With("device", Device);

    public static void Check(string expression, FieldPath path, ErrorList errors)
    {
        if (Encoding.UTF8.GetByteCount(expression) > MaxBytes)
        {
            errors.Add(FieldError.TooLong(path, MaxBytes));
            return;
        }

        var compilation = Environment.Compile(expression);
        if (!compilation.Succeeded)
            errors.Add(FieldError.Invalid(path, expression, "compilation failed: " + compilation.ErrorText));
        else if (!compilation.Program.OutputType.Equals(CelType.Bool) && !compilation.Program.OutputType.Equals(CelType.Any))
            errors.Add(FieldError.Invalid(path, expression, $"must evaluate to bool or the unknown type, not {compilation.Program.OutputType}"));
        else if (compilation.Program.EstimateCost().Max > CelLimits.PerCall)
            errors.Add(FieldError.Forbidden(path, "too complex, exceeds cost limit"));
    }

    /// <summary>Attributes and capacities are found by domain, then by identifier.</summary>
    private static CelSchema ByQualifiedName(CelSchema values) =>
        CelSchema.MapOf(CelSchema.Of(CelType.String, MaxDomain), CelSchema.MapOf(CelSchema.Of(CelType.String, MaxId), values, MaxEntries), MaxEntries);
}
