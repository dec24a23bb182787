using KubeSharp.ApiMachinery.Values;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Amounts.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library"/>.
/// </summary>
internal static class QuantityLibrary
{
    public static void Declare(Library library)
    {
        var type = QuantityValue.CelType;
        library.Global("quantity", "string_to_quantity", [CelType.String], type, static (_, a) => Quantity.TryParse(Library.Text(a[0]), out var quantity)
                ? CelValue.Of(quantity)
                : CelValue.Fail("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"), CostRule.Read)
            .Global("isQuantity", "is_quantity_string", [CelType.String], Bool, static (frame, a) => CelValue.Of(Quantity.TryParse(Library.Text(a[0]), out _)), CostRule.Read)
            .Member("sign", "quantity_sign", [type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).Sign))
            .Member("isInteger", "quantity_is_integer", [type], Bool, static (_, a) => CelValue.Of(IsWhole(Of(a[0]))))
            .Member("asInteger", "quantity_as_integer", [type], Int, static (_, a) => IsWhole(Of(a[0]))
                ? CelValue.Of(Of(a[0]).Value)
                : CelValue.Fail("cannot convert value to integer"))
            .Member("asApproximateFloat", "quantity_as_approximate_float", [type], CelType.Double, static (_, a) => CelValue.Of(Of(a[0]).ToDouble()))
            .Member("add", "quantity_add", [type, type], type, static (_, a) => CelValue.Of(Of(a[0]) + Of(a[1])))
            .Member("add", "quantity_add_int", [type, Int], type, static (_, a) => CelValue.Of(Of(a[0]) + new Quantity(a[1].Int)))
            .Member("sub", "quantity_sub", [type, type], type, static (_, a) => CelValue.Of(Of(a[0]) - Of(a[1])))
            .Member("sub", "quantity_sub_int", [type, Int], type, static (_, a) => CelValue.Of(Of(a[0]) - new Quantity(a[1].Int)))
            .Member("isGreaterThan", "quantity_is_greater_than", [type, type], Bool, static (_, a) => CelValue.Of(Of(a[0]) > Of(a[1])))
            .Member("isLessThan", "quantity_is_less_than", [type, type], Bool, static (_, a) => CelValue.Of(Of(a[0]) < Of(a[1])))
            .Member("compareTo", "quantity_compare_to", [type, type], Int, static (_, a) => CelValue.Of((long)Math.Sign(Of(a[0]).CompareTo(Of(a[1])))))
            .Type("kubernetes.Quantity", type);
    }

    private static Quantity Of(in CelValue value) => ((QuantityValue)value.Reference!).Quantity;

    private static bool IsWhole(Quantity quantity) => new Quantity(quantity.Value) == quantity;
}
