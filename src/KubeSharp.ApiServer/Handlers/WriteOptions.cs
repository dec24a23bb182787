using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>The parameters of create, update and patch.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation</remarks>
internal sealed record WriteOptions
{
    public bool DryRun { get; init; }

    /// <summary>Who will own the fields; empty if the parameter is not given.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>Ignore, Warn (also without the parameter) or Strict.</summary>
    public string FieldValidation { get; init; } = "Warn";

    /// <summary>Whether the request names a level: only then admission sees it.</summary>
    public bool FieldValidationGiven { get; init; }

    /// <summary><see cref="FieldValidation"/> as the decoder wants it.</summary>
    public ApiMachinery.Decoding.FieldValidation Validation => FieldValidation switch
    {
        "Ignore" => ApiMachinery.Decoding.FieldValidation.Ignore,
        "Strict" => ApiMachinery.Decoding.FieldValidation.Strict,
        _ => ApiMachinery.Decoding.FieldValidation.Warn,
    };

    /// <summary>Take fields over from other managers (apply only).</summary>
    public bool? Force { get; init; }

    /// <summary>Reads the query.</summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">CreateOptions, UpdateOptions or PatchOptions: who is at fault if something is wrong.</param>
    /// <param name="apply">Whether this is a server-side apply, which needs a field manager and may force.</param>
    public static Result<WriteOptions> Parse(HttpRequest http, string kind, bool apply = false)
    {
        var query = http.Query;
        var errors = new ErrorList();
        var options = new WriteOptions
        {
            DryRun = CheckDryRun(query, errors),
            FieldManager = QueryValues.Text(query, "fieldManager"),
            FieldValidation = QueryValues.Text(query, "fieldValidation") is { Length: > 0 } level ? level : "Warn",
            FieldValidationGiven = QueryValues.Text(query, "fieldValidation").Length > 0,
            Force = QueryValues.Boolean(query, "force"),
        };
        if (kind == "PatchOptions" && apply)
        {
            if (options.FieldManager.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("fieldManager"), "is required for apply patch"));
        }
        else if (kind == "PatchOptions" && options.Force is not null)
        {
            errors.Add(FieldError.Forbidden(FieldPath.Of("force"), "may not be specified for non-apply patch"));
        }

        ObjectMetaValidator.ValidateFieldManager(options.FieldManager, FieldPath.Of("fieldManager"), errors);
        if (options.FieldValidation is not ("Ignore" or "Warn" or "Strict"))
        {
            errors.Add(FieldError.NotSupported(FieldPath.Of("fieldValidation"), options.FieldValidation, "", "Ignore", "Strict", "Warn"));
        }

        return errors.ToStatus(new GroupKind("meta.k8s.io", kind), "") is { } invalid ? invalid : options;
    }

    /// <summary>The options as an object, for admission.</summary>
    public JsonObject ToJson(string kind)
    {
        var json = new JsonObject { { "kind", kind }, { "apiVersion", "meta.k8s.io/v1" } };
        if (DryRun) json.Set("dryRun", new JsonArray { "All" });
        if (Force is { } force) json.Set("force", force);
        if (FieldManager.Length > 0) json.Set("fieldManager", FieldManager);
        if (FieldValidationGiven) json.Set("fieldValidation", FieldValidation);
        return json;
    }

    /// <summary>Whether dryRun=All is asked for; other values are faults.</summary>
    public static bool CheckDryRun(IQueryCollection query, ErrorList errors)
    {
        if (!query.TryGetValue("dryRun", out var values)) return false;
        var dry = false;
        foreach (var value in values)
        {
            if (value == "All") dry = true;
            else if (errors.IsEmpty) errors.Add(FieldError.NotSupported(FieldPath.Of("dryRun"), JsonArray.OfStrings(values.OfType<string>()), ["All"]));
        }

        return dry;
    }
}
