using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Tests.Conformance;

/// <summary>One test of a conformance file.</summary>
internal sealed class ConformanceCase(string section, TextMessage test)
{
    public string Name => $"{section}/{test.Text("name")}";

    public string Expression => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(test.Text("expr")!));

    /// <summary>What the test needs that Kubernetes' environment does not have; null when nothing.</summary>
    public string? NotInKubernetes()
    {
        if (test.Text("container") is { Length: > 0 } container)
            return container.Contains("proto", StringComparison.Ordinal) ? "protobuf messages" : "containers";
        if (Expression.Contains("TestAllTypes", StringComparison.Ordinal) || Expression.Contains("GlobalEnum", StringComparison.Ordinal) ||
            Expression.Contains("NestedEnum", StringComparison.Ordinal) || Expression.Contains("google.protobuf.", StringComparison.Ordinal))
        {
            return "protobuf messages";
        }

        if (test.Mentions(n => n is "message_type" or "wrapper" or "enum_value" || (n.StartsWith("[type.", StringComparison.Ordinal) && !n.Contains("protobuf.Timestamp", StringComparison.Ordinal) && !n.Contains("protobuf.Duration", StringComparison.Ordinal))))
            return "protobuf messages";
        if (test.Has("unknown") || test.Has("any_unknowns"))
            return "unknown values";
        if (Expression.Contains(".reverse()", StringComparison.Ordinal) && section == "reverse")
            return "version 3 of the strings library";
        if (Expression.Contains("::ffff:c0a8:1", StringComparison.Ordinal))
            return "IPv4 addresses mapped to IPv6, which Kubernetes refuses";
        return test.Text("disable_check") == "true" ? "unchecked expressions" : null;
    }

    /// <summary>What is wrong with the answer; null when it is right.</summary>
    public string? Run(CelEnvironment environment)
    {
        foreach (var declared in test.Messages("type_env"))
        {
            if (declared.Message("ident")?.Message("type") is { } type)
                environment = environment.With(declared.Text("name")!, ConformanceValues.Type(type));
            else
                return null;
        }

        var compilation = environment.Compile(Expression);
        var wantsError = test.Has("eval_error") || test.Has("any_eval_errors");
        if (!compilation.Succeeded)
            return wantsError ? null : $"does not compile: {compilation.ErrorText}";
        if (test.Message("typed_result")?.Message("deduced_type") is { } wanted && Show(ConformanceValues.Type(wanted)) is var wantedType &&
            wantedType != Show(compilation.Program.OutputType))
        {
            return $"has type {compilation.Program.OutputType}, wanted {wantedType}";
        }

        if (test.Text("check_only") == "true")
            return null;
        var activation = new CelActivation(environment);
        foreach (var binding in test.Messages("bindings"))
        {
            if (environment.Variables.Any(v => v.Name == binding.Text("key")))
                activation.Set(binding.Text("key")!, ConformanceValues.Value(binding.Message("value")!.Message("value")!));
        }

        var result = compilation.Program.Evaluate(activation);
        if (wantsError)
            return result.Error is null ? $"gives {Show(result.Value)}, wanted an error" : null;
        var expected = test.Message("value") ?? test.Message("typed_result")?.Message("result");
        var value = expected is null ? CelValue.True : ConformanceValues.Value(expected);
        return result.Error is { } error ? $"fails: {error}, wanted {Show(value)}"
            : AreSame(result.Value, value) ? null
            : $"gives {Show(result.Value)}, wanted {Show(value)}";
    }

    private static bool AreSame(in CelValue a, in CelValue b)
    {
        if (a.Kind == CelKind.Double && b.Kind == CelKind.Double && double.IsNaN(a.Double))
            return double.IsNaN(b.Double);
        return a.Kind == b.Kind && Equality.AreEqual(a, b);
    }

    private static string Show(in CelValue value) => $"{value.Kind} {value.ToJson()}{(value.Kind == CelKind.Type ? value.Reference : "")}";

    private static string Show(CelType type) => type.ToString();
}
