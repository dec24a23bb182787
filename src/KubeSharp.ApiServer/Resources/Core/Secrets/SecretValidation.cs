using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Secrets;

/// <summary>Keys, size, and what each type of secret must hold.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/configuration/secret/#secret-types</remarks>
internal static class SecretValidation
{
    private const int MaxBytes = 1024 * 1024;
    private const string Account = "kubernetes.io/service-account.name";

    public static void Check(JsonObject secret, ErrorList errors)
    {
        var data = secret.GetObject("data") ?? new JsonObject();
        var path = FieldPath.Of("data");
        var total = 0L;
        foreach (var (key, value) in data)
        {
            errors.AddInvalid(path.Key(key), key, StringValidators.ConfigMapKey(key));
            total += ConfigMaps.ConfigMapValidation.DecodedLength(value);
        }

        if (total > MaxBytes) errors.Add(FieldError.TooLong(path, MaxBytes));
        switch (secret.GetString("type"))
        {
            case "kubernetes.io/service-account-token":
                if (string.IsNullOrEmpty(new Metadata(secret).Annotation(Account))) errors.Add(FieldError.Required(FieldPath.Metadata.Child("annotations").Key(Account)));
                break;
            case "kubernetes.io/dockercfg":
                Json(data, path, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                Json(data, path, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth":
                if (!data.Contains("username") && !data.Contains("password")) Required(data, path, errors, "username", "password");
                break;
            case "kubernetes.io/ssh-auth":
                if (ConfigMaps.ConfigMapValidation.DecodedLength(data["ssh-privatekey"]) == 0) errors.Add(FieldError.Required(path.Key("ssh-privatekey")));
                break;
            case "kubernetes.io/tls":
                Required(data, path, errors, "tls.crt", "tls.key");
                break;
        }
    }

    public static void CheckUpdate(JsonObject secret, JsonObject old, ErrorList errors)
    {
        errors.Immutable(FieldPath.Of("type"), secret["type"], old["type"]);
        ConfigMaps.ConfigMapValidation.CheckImmutable(secret, old, errors, "data");
    }

    private static void Required(JsonObject data, FieldPath path, ErrorList errors, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!data.Contains(key)) errors.Add(FieldError.Required(path.Key(key)));
        }
    }

    private static void Json(JsonObject data, FieldPath path, string key, ErrorList errors)
    {
        if (data.GetString(key) is not { } encoded)
        {
            errors.Add(FieldError.Required(path.Key(key)));
            return;
        }

        try
        {
            if (JsonParser.Parse(System.Convert.FromBase64String(encoded)) is not (JsonObject or JsonNull) and var other)
                errors.Add(FieldError.Invalid(path.Key(key), "<secret contents redacted>", $"json: cannot unmarshal {other.GoKind} into Go value of type map[string]interface {{}}"));
        }
        catch (Exception fault) when (fault is JsonSyntaxException or FormatException)
        {
            errors.Add(FieldError.Invalid(path.Key(key), "<secret contents redacted>", fault.Message));
        }
    }
}
