using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;

namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>Writes a question as the spec of a SubjectAccessReview. Pure.</summary>
internal static class AccessReviewQuestion
{
    /// <summary>The spec, with what is empty left out.</summary>
    public static JsonObject Spec(in AuthorizationAttributes question)
    {
        var spec = new JsonObject();
        if (question.IsResourceRequest) spec.Add("resourceAttributes", Resource(question));
        else spec.Add("nonResourceAttributes", Members(("path", question.Path), ("verb", question.Verb)));
        var user = question.User;
        if (user.Name.Length > 0) spec.Add("user", user.Name);
        if (user.Groups.Count > 0) spec.Add("groups", JsonArray.OfStrings(user.Groups));
        if (user.Extra.Count > 0)
        {
            var extra = new JsonObject();
            foreach (var (key, values) in user.Extra.OrderBy(pair => pair.Key, StringComparer.Ordinal)) extra.Add(key, JsonArray.OfStrings(values));
            spec.Add("extra", extra);
        }

        if (user.Uid.Length > 0) spec.Add("uid", user.Uid);
        return spec;
    }

    private static JsonObject Resource(in AuthorizationAttributes question)
    {
        var attributes = Members(
            ("namespace", question.Namespace),
            ("verb", question.Verb),
            ("group", question.ApiGroup),
            ("version", question.ApiVersion),
            ("resource", question.Resource),
            ("subresource", question.Subresource),
            ("name", question.Name));
        if (Fields(question.FieldSelector) is { Count: > 0 } fields) attributes.Add("fieldSelector", new JsonObject { { "requirements", fields } });
        if (Labels(question.LabelSelector) is { Count: > 0 } labels) attributes.Add("labelSelector", new JsonObject { { "requirements", labels } });
        return attributes;
    }

    private static JsonObject Members(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (!string.IsNullOrEmpty(value)) result.Add(name, value);
        }

        return result;
    }

    // What cannot be read limits nothing: the question is asked without it.
    private static JsonArray Fields(string? selector)
    {
        var result = new JsonArray();
        if (string.IsNullOrEmpty(selector) || !FieldSelector.TryParse(selector, out var parsed, out _)) return result;
        foreach (var requirement in parsed.Requirements)
        {
            result.Add(new JsonObject { { "key", requirement.Field }, { "operator", requirement.Equal ? "In" : "NotIn" }, { "values", JsonArray.OfStrings([requirement.Value]) } });
        }

        return result;
    }

    private static JsonArray Labels(string? selector)
    {
        var result = new JsonArray();
        if (string.IsNullOrEmpty(selector) || !LabelQuery.TryParse(selector, out var parsed, out _)) return result;
        foreach (var requirement in parsed.Requirements)
        {
            var name = requirement.Operator switch
            {
                SelectionOperator.In or SelectionOperator.Equals or SelectionOperator.DoubleEquals => "In",
                SelectionOperator.NotIn or SelectionOperator.NotEquals => "NotIn",
                SelectionOperator.Exists => "Exists",
                SelectionOperator.DoesNotExist => "DoesNotExist",
                _ => "",
            };
            if (name.Length == 0) continue;
            var item = new JsonObject { { "key", requirement.Key }, { "operator", name } };
            if (requirement.Values.Count > 0) item.Add("values", JsonArray.OfStrings(requirement.Values));
            result.Add(item);
        }

        return result;
    }
}
