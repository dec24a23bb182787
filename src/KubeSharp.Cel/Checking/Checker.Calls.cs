using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

internal sealed partial class Checker
{
    private CelType CheckCall(Call call)
    {
        if (call.Function == Operators.OptionalSelect)
            return CheckOptionalSelection(call);
        foreach (var argument in call.Arguments)
            Check(argument);
        if (call.Target is { } target)
        {
            // The target may be the first part of the function's own name: optional.of, ip.isCanonical.
            if (QualifiedName(target) is { } prefix && environment.Declarations.FindFunction($"{prefix.TrimStart('.')}.{call.Function}") is { } qualified)
            {
                call.Function = qualified.Name;
                call.Target = null;
                return CheckOverloads(call, qualified);
            }

            Check(target);
        }

        if (environment.Declarations.FindFunction(call.Function.TrimStart('.')) is { } function)
            return CheckOverloads(call, function);
        source.Report(call.Offset, $"undeclared reference to '{call.Function}' (in container '')");
        return CelType.Error;
    }

    private CelType CheckOptionalSelection(Call call)
    {
        var operand = Check(call.Arguments[0]);
        Check(call.Arguments[1]);
        var field = CheckField(call.Offset, operand, ((Literal)call.Arguments[1]).Value.String!, isOptional: true, isTest: false);
        call.Overloads = [.. environment.Declarations.FindFunction(Operators.OptionalSelect)!.Overloads];
        return field;
    }

    private CelType CheckOverloads(Call call, Function function)
    {
        var isMember = call.Target is not null;
        var arguments = new CelType[call.Arguments.Length + (isMember ? 1 : 0)];
        if (isMember)
            arguments[0] = call.Target!.Type;
        for (var i = 0; i < call.Arguments.Length; i++)
            arguments[i + (isMember ? 1 : 0)] = call.Arguments[i].Type;

        var fitting = new List<Overload>();
        CelType? result = null;
        foreach (var overload in function.Overloads)
        {
            if (overload.IsMember != isMember || overload.Parameters.Length != arguments.Length)
                continue;
            var signature = unifier.Instantiate(overload);
            if (!unifier.Unify(signature.AsSpan(0, arguments.Length), arguments))
                continue;
            fitting.Add(overload);
            var type = unifier.Substitute(signature[^1], freeToDyn: false);
            if (result is null)
                result = type;
            else if (result.Kind != CelTypeKind.Dyn && !result.Equals(type))
                result = CelType.Dyn;
        }

        call.Overloads = [.. fitting];
        if (result is not null)
            return result;
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = unifier.Substitute(arguments[i], freeToDyn: true);
        source.Report(call.Offset, $"found no matching overload for '{call.Function}' applied to '{TypeText.Signature(arguments, isMember)}'");
        return CelType.Error;
    }
}
