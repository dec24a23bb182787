using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apiregistration;

/// <summary>APIServices: which server serves a version of a group.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/</remarks>
internal static class ApiServiceRules
{
    private const int MaxGroupPriority = 20000;
    private const int MaxVersionPriority = 1000;
    private const int DefaultPort = 443;

    public static void Default(JsonObject document) => document.FindObject("spec", "service")?.SetDefault("port", DefaultPort);

    public static void Check(JsonObject document, ErrorList errors)
    {
        var spec = document.GetObject("spec") ?? [];
        var (group, version) = (spec.GetString("group") ?? "", spec.GetString("version") ?? "");
        var path = FieldPath.Spec;
        var wanted = $"{version}.{group}";
        if (new Metadata(document).Name is var name && name != wanted && StringValidators.PathSegmentName(name).Length == 0)
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), name, $"must be `spec.version+\".\"+spec.group`: {GoText.Quote(wanted)}"));
        if (group.Length > 0) errors.AddInvalid(path.Child("group"), group, StringValidators.Dns1123Subdomain(group));
        errors.AddInvalid(path.Child("version"), version, StringValidators.Dns1035Label(version));
        Priority("groupPriorityMinimum", MaxGroupPriority);
        Priority("versionPriority", MaxVersionPriority);
        var (bundle, insecure) = (spec.GetString("caBundle") is { Length: > 0 } ca ? ca : null, spec.GetBool("insecureSkipTLSVerify") == true);
        if (spec.GetObject("service") is not { } service)
        {
            if (bundle is not null) errors.Add(FieldError.Invalid(path.Child("caBundle"), $"{Bytes(bundle)} bytes", "local APIServices may not have a caBundle"));
            if (insecure) errors.Add(FieldError.Invalid(path.Child("insecureSkipTLSVerify"), true, "local APIServices may not have insecureSkipTLSVerify"));
            return;
        }

        var at = path.Child("service");
        if (string.IsNullOrEmpty(service.GetString("namespace"))) errors.Add(FieldError.Required(at.Child("namespace")));
        if (string.IsNullOrEmpty(service.GetString("name"))) errors.Add(FieldError.Required(at.Child("name")));
        if (service.GetInt64("port") is { } port && StringValidators.PortNumber(port) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(at.Child("port"), port, "port is not valid: " + string.Join(", ", faults)));
        if (insecure && bundle is not null) errors.Add(FieldError.Invalid(path.Child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present"));

        void Priority(string member, int most)
        {
            var value = spec.GetInt64(member) ?? 0;
            if (value <= 0 || value > most) errors.Add(FieldError.Invalid(path.Child(member), value, $"must be positive and less than {most}"));
        }
    }

    public static void CheckStatus(JsonObject document, JsonObject old, ErrorList errors)
    {
        var conditions = document.FindArray("status", "conditions") ?? [];
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is JsonObject condition && condition.GetString("status") is not ("True" or "False" or "Unknown"))
            {
                errors.Add(FieldError.NotSupported(
                    FieldPath.Status.Child("conditions").Index(i).Child("status"), condition.GetString("status"), "True", "False", "Unknown"));
            }
        }
    }

    public static void Print(TableRowBuilder row, JsonObject document)
    {
        var service = document.FindObject("spec", "service");
        var condition = (document.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Available");
        var available = condition?.GetString("status") ?? "Unknown";
        if (condition is not null && available != "True") available = $"{available} ({condition.GetString("reason")})";
        row.Add(new Metadata(document).Name)
            .Add(service is null ? "Local" : $"{service.GetString("namespace")}/{service.GetString("name")}")
            .Add(available)
            .AddAge(document);
    }

    private static int Bytes(string base64) => Convert.TryFromBase64String(base64, new byte[base64.Length], out var count) ? count : base64.Length;
}
