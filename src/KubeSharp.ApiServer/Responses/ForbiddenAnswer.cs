using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Responses;

/// <summary>The wording of a refusal: who may not do what to which resource, where, and why if the authorizer says so.</summary>
internal static class ForbiddenAnswer
{
    public static StatusError For(AuthorizationAttributes question, string reason)
    {
        var user = question.User.Name;
        if (!question.IsResourceRequest)
        {
            return StatusError.Forbidden(default, "", Explain($"User \"{user}\" cannot {question.Verb} path \"{question.Path}\"", reason));
        }

        var resource = question.Subresource.Length == 0 ? question.Resource : $"{question.Resource}/{question.Subresource}";
        var place = question.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{question.Namespace}\"";
        var text = $"User \"{user}\" cannot {question.Verb} resource \"{resource}\" in API group \"{question.ApiGroup}\" {place}";
        return StatusError.Forbidden(new GroupResource(question.ApiGroup, question.Resource), question.Name, Explain(text, reason));
    }

    private static string Explain(string text, string reason) => reason.Length == 0 ? text : $"{text}: {reason}";
}
