using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Checking;

/// <summary>The work of an overload. The arguments are of the declared kinds; a target comes first.</summary>
internal delegate CelValue FunctionBody(Frame frame, ReadOnlySpan<CelValue> arguments);

/// <summary>One signature of a function and its work.</summary>
/// <param name="Id">The name that tells overloads apart.</param>
/// <param name="IsMember">Whether it is called on a target, which is then the first parameter.</param>
/// <param name="Parameters">The types of the arguments.</param>
/// <param name="Result">The type of the value.</param>
/// <param name="Body">The work; null for operators, which the evaluator knows itself.</param>
/// <param name="Cost">What a call costs.</param>
internal sealed record Overload(string Id, bool IsMember, CelType[] Parameters, CelType Result, FunctionBody? Body, CostRule Cost)
{
    /// <summary>Whether a type of the signature is a parameter.</summary>
    public bool IsGeneric { get; } = HasParameter(Result) || Parameters.Any(HasParameter);

    /// <summary>Whether values of these kinds can be arguments.</summary>
    public bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        if (arguments.Length != Parameters.Length)
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!RuntimeTypes.IsInstance(arguments[i], Parameters[i]))
                return false;
        }

        return true;
    }

    private static bool HasParameter(CelType type) => type.Kind == CelTypeKind.Parameter || type.Parameters.Any(HasParameter);
}
