using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Whether a body is of the kind that the path asks for. What it leaves out counts as right.</summary>
/// <param name="Named">The kind that the body names, completed.</param>
internal readonly record struct KindCheck(GroupVersionKind Named)
{
    private const string Scheme = "pkg/api/legacyscheme/scheme.go:30";

    /// <summary>What a document says that it is, as objects of custom resources have to.</summary>
    public static KindCheck Said(JsonObject document) =>
        new(GroupVersionKind.From(document.GetString("apiVersion") ?? "", document.GetString("kind") ?? ""));

    public static KindCheck Of(JsonObject document, GroupVersionKind expected)
    {
        var apiVersion = document.GetString("apiVersion") is { Length: > 0 } version ? version : expected.ApiVersion;
        var kind = document.GetString("kind") is { Length: > 0 } text ? text : expected.Kind;
        return new KindCheck(GroupVersionKind.From(apiVersion, kind));
    }

    /// <summary>What is wrong with the kind of a built-in object, or null.</summary>
    public StatusError? Problem(GroupVersionKind expected)
    {
        if (Named == expected) return null;
        if (SchemaRegistry.Kubernetes.FindKind(Named.Group, Named.Version, Named.Kind) is null)
        {
            return Cannot(expected, $"no kind \"{Named.Kind}\" is registered for version \"{Named.ApiVersion}\" in scheme \"{Scheme}\"");
        }

        return Cannot(expected, $"converting ({Named.Version}.{Named.Kind}) to ({GoPackage(expected.Group)}.{expected.Kind}): unknown conversion");
    }

    /// <summary>What is wrong with the kind of a custom object, or null.</summary>
    public StatusError? CustomProblem(GroupVersionKind expected, string name)
    {
        if (Named.ApiVersion != expected.ApiVersion)
        {
            return StatusError.BadRequest($"the API version in the data ({Named.ApiVersion}) does not match the expected API version ({expected.ApiVersion})");
        }

        if (Named.Kind == expected.Kind) return null;
        return StatusError.Invalid(
            new GroupKind(expected.Group, Named.Kind), name, [FieldError.Invalid(FieldPath.Of("kind"), Named.Kind, $"must be {expected.Kind}")]);
    }

    private static string GoPackage(string group)
    {
        if (group.Length == 0) return "core";
        var dot = group.IndexOf('.');
        return dot < 0 ? group : group[..dot];
    }

    private StatusError Cannot(GroupVersionKind expected, string reason) =>
        StatusError.BadRequest($"{Named.Kind} in version \"{Named.Version}\" cannot be handled as a {expected.Kind}: {reason}");
}
