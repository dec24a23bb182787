using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>A CEL expression over the question (<c>request</c>) that says whether a webhook is asked at all.</summary>
internal sealed class MatchCondition
{
    private static readonly CelSchema _request = Request();
    private static readonly CelEnvironment _environment = CelEnvironment.Kubernetes.With("request", _request);

    private readonly CelProgram program;

    private MatchCondition(CelProgram program) => this.program = program;

    /// <summary>Compiles; null with the fault if it cannot be.</summary>
    public static (MatchCondition? Condition, string Fault) Compile(string text)
    {
        var compiled = _environment.Compile(text, CelType.Bool);
        if (compiled.Succeeded) return (new MatchCondition(compiled.Program), "");
        return (null, compiled.IsWrongResultType ? compiled.ErrorText : "compilation failed: " + compiled.ErrorText);
    }

    /// <summary>
    /// Whether all conditions hold. One that is false decides, whatever goes wrong with others; otherwise what went wrong is the answer.
    /// </summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="spec">The spec of the SubjectAccessReview.</param>
    /// <returns>Whether they hold, and what went wrong, or empty.</returns>
    public static (bool Matches, string Error) All(IReadOnlyList<MatchCondition> conditions, JsonObject spec)
    {
        if (conditions.Count == 0) return (true, "");
        var activation = new CelActivation(_environment).Set("request", CelValue.FromJson(Complete(spec), _request));
        List<string>? errors = null;
        foreach (var condition in conditions)
        {
            var result = condition.program.Evaluate(activation);
            if (result.Error is { } error) (errors ??= []).Add($"cel evaluation error: expression '{condition.program.Expression}' resulted in error: {error.Message}");
            else if (!result.Value.IsTrue) return (false, "");
        }

        return errors is null ? (true, "") : (false, errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]");
    }

    // Expressions may read every member without asking first whether it is there.
    private static JsonObject Complete(JsonObject spec)
    {
        var complete = spec.ShallowClone();
        foreach (var name in (ReadOnlySpan<string>)["user", "uid"]) complete.SetDefault(name, JsonString.Empty);
        complete.SetDefault("groups", new JsonArray());
        complete.SetDefault("extra", new JsonObject());
        if (spec.GetObject("resourceAttributes") is not { } resource) return complete;
        var attributes = resource.ShallowClone();
        foreach (var name in (ReadOnlySpan<string>)["namespace", "verb", "group", "version", "resource", "subresource", "name"]) attributes.SetDefault(name, JsonString.Empty);
        complete.Set("resourceAttributes", attributes);
        return complete;
    }

    private static CelSchema Request()
    {
        var requirement = CelSchema.Object(
            "kubernetes.SelectorRequirement", ("key", CelType.String), ("operator", CelType.String), ("values", CelSchema.ListOf(CelType.String)));
        var resource = CelSchema.Object(
            "kubernetes.ResourceAttributes",
            ("namespace", CelType.String),
            ("verb", CelType.String),
            ("group", CelType.String),
            ("version", CelType.String),
            ("resource", CelType.String),
            ("subresource", CelType.String),
            ("name", CelType.String),
            ("fieldSelector", Selector("kubernetes.FieldSelectorAttributes", requirement)),
            ("labelSelector", Selector("kubernetes.LabelSelectorAttributes", requirement)));
        return CelSchema.Object(
            "kubernetes.SubjectAccessReviewSpec",
            ("resourceAttributes", resource),
            ("nonResourceAttributes", CelSchema.Object("kubernetes.NonResourceAttributes", ("path", CelType.String), ("verb", CelType.String))),
            ("user", CelType.String),
            ("groups", CelSchema.ListOf(CelType.String)),
            ("extra", CelSchema.MapOf(CelSchema.ListOf(CelType.String))),
            ("uid", CelType.String));
    }

    private static CelSchema Selector(string name, CelSchema requirement) =>
        CelSchema.Object(name, ("rawSelector", CelType.String), ("requirements", CelSchema.ListOf(requirement)));
}
