using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>A CEL expression over the claims of a token, or over the user made of them.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration</remarks>
internal sealed class JwtExpression
{
    private static readonly CelSchema _user = CelSchema.Object(
        "kubernetes.UserInfo",
        ("username", CelType.String),
        ("uid", CelType.String),
        ("groups", CelSchema.ListOf(CelType.String)),
        ("extra", CelSchema.MapOf(CelSchema.ListOf(CelType.String))));

    private static readonly CelEnvironment _claims = CelEnvironment.Kubernetes.With("claims", CelSchema.MapOf(CelType.Any));
    private static readonly CelEnvironment _users = CelEnvironment.Kubernetes.With("user", _user);

    private readonly CelProgram program;
    private readonly bool onUser;

    private JwtExpression(CelProgram program, bool onUser)
    {
        this.program = program;
        this.onUser = onUser;
    }

    /// <summary>The text.</summary>
    public string Text => program.Expression;

    /// <summary>An expression over <c>claims</c>.</summary>
    /// <returns>The expression, or what is wrong with the text.</returns>
    public static (JwtExpression? Expression, string Fault) OverClaims(string text, bool isRule) => Compile(_claims, text, isRule, onUser: false);

    /// <summary>A rule over <c>user</c>.</summary>
    public static (JwtExpression? Expression, string Fault) OverUser(string text) => Compile(_users, text, isRule: true, onUser: true);

    /// <summary>Evaluates over claims.</summary>
    public JwtValue Evaluate(JsonObject claims)
    {
        var activation = new CelActivation(onUser ? _users : _claims);
        activation.Set(onUser ? "user" : "claims", onUser ? CelValue.FromJson(claims, _user) : CelValue.FromJson(claims));
        var result = program.Evaluate(activation);
        return result.Error is { } error ? new JwtValue(null, $"expression '{Text}' resulted in error: {error.Message}") : new JwtValue(result.Value.ToJson(), "");
    }

    private static (JwtExpression? Expression, string Fault) Compile(CelEnvironment environment, string text, bool isRule, bool onUser)
    {
        var compiled = isRule ? environment.Compile(text, CelType.Bool) : environment.Compile(text);
        if (compiled.Succeeded) return (new JwtExpression(compiled.Program, onUser), "");
        return (null, compiled.IsWrongResultType ? "must evaluate to bool" : "compilation failed: " + compiled.ErrorText);
    }
}
