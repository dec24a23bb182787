using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Validation;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>The parameters of list, watch and deletecollection.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions</remarks>
internal sealed record ReadOptions
{
    public required LabelQuery Labels { get; init; }

    public required FieldSelector Fields { get; init; }

    /// <summary>As given; empty if not.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary><see cref="ResourceVersion"/> as a number; null if not given.</summary>
    public long? Revision { get; init; }

    /// <summary>NotOlderThan, Exact or empty.</summary>
    public string Match { get; init; } = "";

    public long Limit { get; init; }

    public string Continue { get; init; } = "";

    public TimeSpan? Timeout { get; init; }

    public bool Watch { get; init; }

    public bool AllowBookmarks { get; init; }

    public bool? SendInitialEvents { get; init; }

    /// <summary>Reads the query.</summary>
    public static Result<ReadOptions> Parse(HttpRequest http, bool watch)
    {
        var query = http.Query;
        if (QueryValues.Int64(query, "limit", out var limit) is { } badLimit) return badLimit;
        if (QueryValues.Int64(query, "timeoutSeconds", out var timeout) is { } badTimeout) return badTimeout;
        if (!LabelQuery.TryParse(QueryValues.Text(query, "labelSelector"), out var labels, out var labelError)) return StatusError.BadRequest(labelError);
        if (!FieldSelector.TryParse(QueryValues.Text(query, "fieldSelector"), out var fields, out var fieldError)) return StatusError.BadRequest(fieldError);
        var options = new ReadOptions
        {
            Labels = labels,
            Fields = fields,
            ResourceVersion = QueryValues.Text(query, "resourceVersion"),
            Match = QueryValues.Text(query, "resourceVersionMatch"),
            Limit = Math.Max(limit ?? 0, 0),
            Continue = QueryValues.Text(query, "continue"),
            Timeout = timeout is > 0 ? TimeSpan.FromSeconds(timeout.Value) : null,
            Watch = watch,
            AllowBookmarks = QueryValues.Boolean(query, "allowWatchBookmarks") ?? false,
            SendInitialEvents = QueryValues.Boolean(query, "sendInitialEvents"),
        };
        if (options.Check() is { Count: > 0 } errors) return StatusError.Invalid(new GroupKind("meta.k8s.io", "ListOptions"), "", errors);
        if (options.ResourceVersion.Length == 0) return options;
        if (ApiMachinery.ResourceVersion.TryParse(options.ResourceVersion, out var revision, out var problem)) return options with { Revision = revision.Value };
        return watch ? StatusError.Unclassified(problem) : StatusError.BadRequest(problem);
    }

    private ErrorList Check()
    {
        var errors = new ErrorList();
        var match = FieldPath.Of("resourceVersionMatch");
        if (Watch)
        {
            if (SendInitialEvents is not null && Match != "NotOlderThan")
                errors.Add(FieldError.Forbidden(match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            if (Match.Length == 0) return errors;
            if (SendInitialEvents is null) errors.Add(FieldError.Forbidden(match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            if (Match != "NotOlderThan") errors.Add(FieldError.NotSupported(match, Match, "NotOlderThan"));
            if (Continue.Length > 0) errors.Add(FieldError.Forbidden(match, "resourceVersionMatch is forbidden when continue is provided"));
            return errors;
        }

        if (SendInitialEvents is not null) errors.Add(FieldError.Forbidden(FieldPath.Of("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
        if (Match.Length == 0) return errors;
        if (ResourceVersion.Length == 0) errors.Add(FieldError.Forbidden(match, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        if (Continue.Length > 0) errors.Add(FieldError.Forbidden(match, "resourceVersionMatch is forbidden when continue is provided"));
        if (Match is not ("Exact" or "NotOlderThan")) errors.Add(FieldError.NotSupported(match, Match, "Exact", "NotOlderThan", ""));
        if (Match == "Exact" && ResourceVersion == "0") errors.Add(FieldError.Forbidden(match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        return errors;
    }
}
