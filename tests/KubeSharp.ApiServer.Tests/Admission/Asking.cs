using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>Makes the questions that admission plug-ins are asked.</summary>
internal static class Asking
{
    public static AdmissionAttributes About(
        string resource, string? document, string? old = null, string subresource = "", UserInfo? user = null, List<string>? warnings = null)
    {
        var parsed = document is null ? null : Parse(document);
        return new AdmissionAttributes
        {
            Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
            Kind = new GroupVersionKind("", "v1", parsed?.GetString("kind") ?? "Pod"),
            Resource = new GroupVersionResource("", "v1", resource),
            Subresource = subresource,
            Namespace = "ns",
            Name = parsed?.FindString("metadata", "name") ?? "p",
            Object = parsed,
            OldObject = old is null ? null : Parse(old),
            User = user ?? TestServer.Administrator,
            AddWarning = warning => warnings?.Add(warning),
        };
    }

    public static JsonObject Parse(string json) => (JsonObject)JsonParser.Parse(json);
}
