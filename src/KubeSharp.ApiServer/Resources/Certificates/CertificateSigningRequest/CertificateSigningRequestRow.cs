using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;

/// <summary>A request as a row: who asks whom, and what came of it.</summary>
internal static class CertificateSigningRequestRow
{
    public static void Print(TableRowBuilder row, JsonObject request)
    {
        var spec = request.GetObject("spec") ?? [];
        var duration = spec.GetInt64("expirationSeconds") is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : "<none>";
        row.Add(new Metadata(request).Name)
            .AddAge(request)
            .Add(spec.GetString("signerName") is { Length: > 0 } signer ? signer : "<none>")
            .Add(spec.GetString("username") ?? "")
            .Add(duration)
            .Add(State(request.GetObject("status") ?? []));
    }

    private static string State(JsonObject status)
    {
        var types = (status.GetArray("conditions") ?? []).OfType<JsonObject>().Select(condition => condition.GetString("type")).ToHashSet();
        var state = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : "Pending";
        if (types.Contains("Failed")) state += ",Failed";
        return string.IsNullOrEmpty(status.GetString("certificate")) ? state : state + ",Issued";
    }
}
