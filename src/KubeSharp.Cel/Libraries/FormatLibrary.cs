using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Formats of strings.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library"/>.
/// </summary>
internal static class FormatLibrary
{
    public static void Declare(Library library)
    {
        var type = FormatValue.CelType;
        library.Global("format.named", "format-named", [CelType.String], OptionalOf(type), static (_, a) => Find(Library.Text(a[0])))
            .Member("validate", "format-validate", [type, CelType.String], OptionalOf(ListOf(CelType.String)), static (_, a) => Validate((FormatValue)a[0].Reference!, Library.Text(a[1])), CostRule.Validate)
            .Type("kubernetes.NamedFormat", type);
        foreach (var format in FormatValue.All)
        {
            var value = CelValue.Of(format);
            library.Global($"format.{format.Name}", $"format-{format.Name}", [], type, (_, _) => value);
        }
    }

    private static CelValue Find(string name)
    {
        var format = Array.Find(FormatValue.All, f => f.Name == name);
        return format is null ? CelValue.OptionalNone : CelValue.OptionalOf(CelValue.Of(format));
    }

    private static CelValue Validate(FormatValue format, string text)
    {
        var faults = format.Check(text);
        return faults.Length == 0 ? CelValue.OptionalNone : CelValue.OptionalOf(CelValue.Of(Array.ConvertAll(faults, CelValue.Of)));
    }
}
