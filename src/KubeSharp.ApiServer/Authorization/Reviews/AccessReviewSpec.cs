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
            CheckSelector(resource.GetObject("fieldSelector"), "fieldSelector", errors);
            CheckSelector(resource.GetObject("labelSelector"), "labelSelector", errors);
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
                FieldSelector = Selector(resource.GetObject("fieldSelector")),
                LabelSelector = Selector(resource.GetObject("labelSelector")),
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

    private static void CheckSelector(JsonObject? selector, string name, ErrorList errors)
    {
        if (selector is null)
            return;
        var path = _resource.Child(name);
        var raw = selector.GetString("rawSelector") ?? "";
        var requirements = selector.GetArray("requirements");
        if (raw.Length > 0 && requirements is { Count: > 0 })
            errors.Add(FieldError.Invalid(path.Child("rawSelector"), raw, "may not specified at the same time as requirements"));
        if (raw.Length == 0 && requirements is not { Count: > 0 })
            errors.Add(FieldError.Required(path.Child("requirements"), $"when {name} is specified, requirements or rawSelector is required"));
    }

    private static string Selector(JsonObject? selector)
    {
        if (selector is null)
            return "";
        if (selector.GetString("rawSelector") is { Length: > 0 } raw)
            return raw;
        List<string> terms = [];
        foreach (var item in selector.GetArray("requirements")?.OfType<JsonObject>() ?? [])
        {
            var key = item.GetString("key") ?? "";
            var values = Strings(item.GetArray("values"));
            switch (item.GetString("operator"))
            {
                case "In" when values.Length == 1:
                    terms.Add($"{key}={values[0]}");
                    break;
                case "In":
                    terms.Add($"{key} in ({string.Join(',', values)})");
                    break;
                case "NotIn" when values.Length == 1:
                    terms.Add($"{key}!={values[0]}");
                    break;
                case "NotIn":
                    terms.Add($"{key} notin ({string.Join(',', values)})");
                    break;
                case "Exists":
                    terms.Add(key);
                    break;
                case "DoesNotExist":
                    terms.Add("!" + key);
                    break;
            }
        }

        return string.Join(',', terms);
    }

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
