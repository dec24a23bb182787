using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Rbac.Bindings;

/// <summary>What bindings may say; the role they grant never changes (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding).</summary>
internal static class BindingRules
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Check(JsonObject binding, ErrorList errors) => Check(binding, namespaced: true, errors);

    public static void CheckCluster(JsonObject binding, ErrorList errors) => Check(binding, namespaced: false, errors);

    public static void CheckUpdate(JsonObject binding, JsonObject old, ErrorList errors)
    {
        var (role, before) = (binding.GetObject("roleRef") ?? [], old.GetObject("roleRef") ?? []);
        if (JsonValue.DeepEquals(role, before)) return;
        var shown = new JsonObject
        {
            { "APIGroup", role.GetString("apiGroup") ?? "" }, { "Kind", role.GetString("kind") ?? "" }, { "Name", role.GetString("name") ?? "" },
        };
        errors.Add(FieldError.Invalid(FieldPath.Of("roleRef"), shown, "cannot change roleRef"));
    }

    private static void Check(JsonObject binding, bool namespaced, ErrorList errors)
    {
        var role = binding.GetObject("roleRef") ?? [];
        var path = FieldPath.Of("roleRef");
        if (role.GetString("apiGroup") is { } group && group != Group) errors.Add(FieldError.NotSupported(path.Child("apiGroup"), group, Group));
        var kind = role.GetString("kind") ?? "";
        string[] kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (!kinds.Contains(kind)) errors.Add(FieldError.NotSupported(path.Child("kind"), kind, kinds));
        var name = role.GetString("name") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        else errors.AddInvalid(path.Child("name"), name, StringValidators.PathSegmentName(name));

        var subjects = binding.GetArray("subjects") ?? [];
        for (var i = 0; i < subjects.Count; i++)
        {
            if (subjects[i] is JsonObject subject) CheckSubject(subject, FieldPath.Of("subjects").Index(i), namespaced, errors);
        }
    }

    private static void CheckSubject(JsonObject subject, FieldPath path, bool namespaced, ErrorList errors)
    {
        var name = subject.GetString("name") ?? "";
        var group = subject.GetString("apiGroup") ?? "";
        var kind = subject.GetString("kind") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        switch (kind)
        {
            case "ServiceAccount":
                if (name.Length > 0) errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Subdomain(name));
                if (group.Length > 0) errors.Add(FieldError.NotSupported(path.Child("apiGroup"), group, ""));
                if (!namespaced && string.IsNullOrEmpty(subject.GetString("namespace"))) errors.Add(FieldError.Required(path.Child("namespace")));
                break;
            case "User" or "Group":
                if (group != Group) errors.Add(FieldError.NotSupported(path.Child("apiGroup"), group, Group));
                break;
            default:
                errors.Add(FieldError.NotSupported(path.Child("kind"), kind, "ServiceAccount", "User", "Group"));
                break;
        }
    }
}
