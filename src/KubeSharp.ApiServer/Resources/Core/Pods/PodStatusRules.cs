using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The rules for what a node reports about a pod.</summary>
internal static class PodStatusRules
{
    /// <summary>Finds what is wrong with a changed status.</summary>
    public static void Check(FieldCheck status)
    {
        foreach (var condition in status.Items("conditions"))
            status.Errors.AddInvalid(condition.At("Type"), condition.Text("type"), StringValidators.QualifiedName(condition.Text("type")));
        foreach (var list in (ReadOnlySpan<string>)["podIPs", "hostIPs"])
        {
            foreach (var address in status.Items(list))
            {
                if (!StringValidators.TryParseIp(address.Text("ip"), out _, out _))
                    address.Errors.AddInvalid(address.Path, address.Text("ip"), StringValidators.Ip(address.Text("ip")));
            }
        }
    }
}
