using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.Cel;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>Compiles the rules of one node of a schema against the type of its values.</summary>
internal sealed class RuleCompiler(CelSchema type)
{
    public const string Self = "self";
    public const string OldSelf = "oldSelf";

    private readonly CelEnvironment plain = CelEnvironment.Kubernetes.With(Self, type).With(OldSelf, type);

    /// <summary>The variables of rules that run without a value before, too.</summary>
    public CelEnvironment Optional => field ??= CelEnvironment.Kubernetes.With(Self, type).With(OldSelf, CelType.OptionalOf(type.Type));

    /// <summary>The variables of all other rules and of messages.</summary>
    public CelEnvironment Plain => plain;

    public CompiledRule Compile(JsonObject rule, SchemaNode node)
    {
        var text = rule.GetString("rule") ?? "";
        var compiled = new CompiledRule { Source = rule };
        if (text.Trim().Length == 0)
            return compiled;
        var compilation = (compiled.OptionalOldSelf ? Optional : Plain).Compile(text);
        if (!compilation.Succeeded)
            return compiled with { Error = "compilation failed: " + compilation.ErrorText };
        if (!compilation.Program.OutputType.Equals(CelType.Bool))
            return compiled with { Error = "cel expression must evaluate to a bool" };
        compiled = compiled with
        {
            Program = compilation.Program,
            UsesOldSelf = compilation.Program.Reads(OldSelf),
            FieldPath = rule.GetString("fieldPath") is { Length: > 0 } path ? NormalPath(path, node) : "",
        };
        return rule.GetString("messageExpression") is { Length: > 0 } expression ? WithMessage(compiled, expression) : compiled;
    }

    private CompiledRule WithMessage(CompiledRule rule, string expression)
    {
        var compilation = Plain.Compile(expression);
        if (!compilation.Succeeded)
            return rule with { MessageError = "messageExpression compilation failed: " + compilation.ErrorText };
        return compilation.Program.OutputType.Equals(CelType.String)
            ? rule with { Message = compilation.Program }
            : rule with { MessageError = "messageExpression must evaluate to a string" };
    }

    /// <summary>A path of members and keys as faults print it: keys of maps in brackets.</summary>
    private static string NormalPath(string path, SchemaNode node)
    {
        var result = new System.Text.StringBuilder();
        SchemaNode? current = node;
        foreach (var name in SchemaPath.Find(path, node, allowBrackets: true).Names)
        {
            if (current?.Property(name) is { } child)
            {
                result.Append(result.Length == 0 ? "" : ".").Append(name);
                current = child;
            }
            else
            {
                result.Append('[').Append(name).Append(']');
                current = current?.AdditionalProperties;
            }
        }

        return result.ToString();
    }
}
