using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>Whom a rule of a FlowSchema is about.</summary>
internal sealed class FlowSubject
{
    private const string AccountPrefix = "system:serviceaccount:";

    private readonly string kind;
    private readonly string name;
    private readonly bool all;

    private FlowSubject(string kind, string name, bool all)
    {
        this.kind = kind;
        this.name = name;
        this.all = all;
    }

    public static FlowSubject Read(JsonObject subject)
    {
        var kind = subject.GetString("kind") ?? "";
        switch (kind)
        {
            case "ServiceAccount":
                var account = subject.GetObject("serviceAccount") ?? [];
                var every = account.GetString("name") == "*";
                return new(kind, $"{AccountPrefix}{account.GetString("namespace")}:{(every ? "" : account.GetString("name"))}", every);
            case "Group":
                var group = subject.FindString("group", "name") ?? "";
                return new(kind, group, group == "*");
            default:
                var user = subject.FindString("user", "name") ?? "";
                return new(kind, user, user == "*");
        }
    }

    public bool Matches(UserInfo user) => kind switch
    {
        // Every account of the namespace: its name begins with the namespace and has no further colon.
        "ServiceAccount" when all =>
            user.Name.StartsWith(name, StringComparison.Ordinal) && user.Name.Length > name.Length && user.Name.AsSpan(name.Length).IndexOf(':') < 0,
        "ServiceAccount" => user.Name == name,
        "User" => all || user.Name == name,
        "Group" => all || user.IsInGroup(name),
        _ => false,
    };
}
