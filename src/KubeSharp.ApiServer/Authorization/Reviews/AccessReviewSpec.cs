using System.Text;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>Reads and checks what an access review asks. Pure.</summary>
internal static class AccessReviewSpec
{
    private static readonly FieldPath _resource = FieldPath.Spec.Child("resourceAttributes");
    private static readonly FieldPath _nonResource = FieldPath.Spec.Child("nonResourceAttributes");

    /// <summary>What is wrong with a review; null if nothing is.</summary>
    /// <param name="review">The document.</param>
    /// <param name="needsUser">Whether the review names its user itself.</param>
    /// <param name="namespace">For a review inside a namespace that namespace; null for others.</param>
    public static StatusError? Check(JsonObject review, bool needsUser, string? @namespace = null)
    {
        var spec = review.GetObject("spec") ?? [];
        var resource = spec.GetObject("resourceAttributes");
        var nonResource = spec.GetObject("nonResourceAttributes");
        ErrorList errors = new();
        if (resource is not null && nonResource is not null)
            errors.Add(FieldError.InvalidRaw(_nonResource, Render(nonResource), "cannot be specified in combination with resourceAttributes"));
        if (resource is null && nonResource is null)
            errors.Add(FieldError.InvalidRaw(_resource, "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        if (needsUser && string.IsNullOrEmpty(spec.GetString("user")) && spec.GetArray("groups") is not { Count: > 0 })
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("user"), "", "at least one of user or group must be specified"));
        if (resource is not null)
        {
            SelectorAttributes.Check(resource.GetObject("fieldSelector"), _resource.Child("fieldSelector"), labels: false, errors);
            SelectorAttributes.Check(resource.GetObject("labelSelector"), _resource.Child("labelSelector"), labels: true, errors);
        }

        if (HasMetadata(review, @namespace is not null))
            errors.Add(FieldError.Invalid(FieldPath.Metadata, review["metadata"], "must be empty"));
        if (@namespace is not null && resource is not null && (resource.GetString("namespace") ?? "") is var asked && asked != @namespace)
            errors.Add(FieldError.Invalid(_resource.Child("namespace"), asked, "must match metadata.namespace"));
        if (@namespace is not null && nonResource is not null)
            errors.Add(FieldError.InvalidRaw(_nonResource, Render(nonResource), "disallowed on this kind of request"));

        // The kind is left out of the message: upstream checks a bare value, which has none.
        return errors.ToStatus(new GroupKind("authorization.k8s.io", ""), "");
    }

    /// <summary>The question, about the given user.</summary>
    public static AuthorizationAttributes Attributes(JsonObject spec, UserInfo user)
    {
        if (spec.GetObject("resourceAttributes") is { } resource)
        {
            return new AuthorizationAttributes
            {
                User = user,
                IsResourceRequest = true,
                Verb = resource.GetString("verb") ?? "",
                ApiGroup = resource.GetString("group") ?? "",
                ApiVersion = resource.GetString("version") ?? "*",
                Namespace = resource.GetString("namespace") ?? "",
                Resource = resource.GetString("resource") ?? "",
                Subresource = resource.GetString("subresource") ?? "",
                Name = resource.GetString("name") ?? "",
                Path = "",
                FieldSelector = SelectorAttributes.Render(resource.GetObject("fieldSelector")),
                LabelSelector = SelectorAttributes.Render(resource.GetObject("labelSelector")),
            };
        }

        var path = spec.GetObject("nonResourceAttributes");
        return new AuthorizationAttributes
        {
            User = user,
            Verb = path?.GetString("verb") ?? "",
            Path = path?.GetString("path") ?? "",
            ApiGroup = "",
            ApiVersion = "",
            Namespace = "",
            Resource = "",
            Subresource = "",
            Name = "",
            FieldSelector = "",
            LabelSelector = "",
        };
    }

    /// <summary>The user that a review names.</summary>
    public static UserInfo User(JsonObject spec)
    {
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        foreach (var (key, values) in spec.GetObject("extra") ?? [])
            extra[key] = Strings(values as JsonArray);
        return new UserInfo
        {
            Name = spec.GetString("user") ?? "",
            Uid = spec.GetString("uid") ?? "",
            Groups = Strings(spec.GetArray("groups")),
            Extra = extra,
        };
    }

    /// <summary>The status of a review.</summary>
    public static JsonObject Status(in AuthorizationDecision decision)
    {
        var status = new JsonObject { { "allowed", decision.Outcome == AuthorizationOutcome.Allow } };
        if (decision.Outcome == AuthorizationOutcome.Deny)
            status.Add("denied", true);
        if (!string.IsNullOrEmpty(decision.Reason))
            status.Add("reason", decision.Reason!);
        if (!string.IsNullOrEmpty(decision.EvaluationError))
            status.Add("evaluationError", decision.EvaluationError!);
        return status;
    }

    private static string[] Strings(JsonArray? values) => values is null ? [] : [.. values.OfType<JsonString>().Select(text => text.Value)];

    private static bool HasMetadata(JsonObject review, bool mayHaveNamespace)
    {
        foreach (var (name, value) in review.GetObject("metadata") ?? [])
        {
            if (name == "managedFields" || value.IsNull || (name == "namespace" && mayHaveNamespace) || value is JsonString { Value: "" })
                continue;
            return true;
        }

        return false;
    }

    private static string Render(JsonObject attributes)
    {
        var text = new StringBuilder("{");
        foreach (var (name, member) in ((string, string)[])[("path", "Path"), ("verb", "Verb")])
        {
            if (text.Length > 1)
                text.Append(',');
            text.Append('"').Append(member).Append("\":").Append(new JsonString(attributes.GetString(name) ?? ""));
        }

        return text.Append('}').ToString();
    }
}
