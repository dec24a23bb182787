using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>A request as reviews and expressions tell it: everything but the objects.</summary>
internal static class AdmissionRequestDocument
{
    /// <summary>The members from <c>kind</c> to <c>userInfo</c>, then <c>dryRun</c> and <c>options</c>.</summary>
    /// <param name="attributes">The request.</param>
    /// <param name="match">How the webhook or policy wants to see it.</param>
    public static JsonObject Of(AdmissionAttributes attributes, AdmissionMatch match)
    {
        var document = new JsonObject(16)
        {
            { "kind", Kind(match.Kind) },
            { "resource", Resource(match.Resource) },
        };
        Put("subResource", attributes.Subresource);
        document.Set("requestKind", Kind(attributes.RequestKind));
        document.Set("requestResource", Resource(attributes.Resource));
        Put("requestSubResource", attributes.Subresource);
        Put("name", attributes.Name);
        Put("namespace", RequestFacts.RequestNamespace(attributes));
        document.Set("operation", AdmissionRule.OperationName(attributes.Operation));
        document.Set("userInfo", User(attributes.User));
        document.Set("dryRun", attributes.DryRun);
        document.Set("options", (JsonValue?)attributes.Options ?? JsonNull.Instance);
        return document;

        void Put(string name, string value)
        {
            if (value.Length > 0) document.Set(name, value);
        }
    }

    private static JsonObject Kind(GroupVersionKind kind) => new(3) { { "group", kind.Group }, { "version", kind.Version }, { "kind", kind.Kind } };

    private static JsonObject Resource(GroupVersionResource resource) =>
        new(3) { { "group", resource.Group }, { "version", resource.Version }, { "resource", resource.Resource } };

    private static JsonObject User(UserInfo user)
    {
        var document = new JsonObject(4);
        if (user.Name.Length > 0) document.Set("username", user.Name);
        if (user.Uid.Length > 0) document.Set("uid", user.Uid);
        if (user.Groups.Count > 0) document.Set("groups", JsonArray.OfStrings(user.Groups));
        if (user.Extra.Count > 0)
        {
            var extra = new JsonObject(user.Extra.Count);
            foreach (var (key, values) in user.Extra) extra.Set(key, JsonArray.OfStrings(values));
            extra.SortMembers();
            document.Set("extra", extra);
        }

        return document;
    }
}
