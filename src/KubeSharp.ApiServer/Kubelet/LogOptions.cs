using System.Globalization;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>What of a log is asked for (PodLogOptions), as the kubelet wants to hear it.</summary>
internal static class LogOptions
{
    private static readonly string[] Flags = ["follow", "previous", "timestamps"];

    /// <summary>Reads and checks the options of a request.</summary>
    /// <param name="query">The query.</param>
    /// <param name="pod">The name of the pod.</param>
    public static Result<QueryBuilder> Read(IQueryCollection query, string pod)
    {
        var result = new QueryBuilder();
        var errors = new ErrorList();
        foreach (var name in Flags)
        {
            if (QueryValues.Boolean(query, name) == true) result.Add(name, "true");
        }

        if (Number(query, "sinceSeconds", 1, result, errors) is { } badSeconds) return badSeconds;
        var since = QueryValues.Text(query, "sinceTime");
        if (since.Length > 0)
        {
            if (!Timestamps.TryParse(since, out _))
                return StatusError.BadRequest($"parsing time \"{since}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{since}\" as \"2006\"");
            result.Add("sinceTime", since);
        }

        if (since.Length > 0 && query.ContainsKey("sinceSeconds"))
        {
            // Both together are one fault, whatever the seconds are.
            errors = [FieldError.Forbidden(FieldPath.Of(""), "at most one of `sinceTime` or `sinceSeconds` may be specified")];
        }

        if (Number(query, "tailLines", 0, result, errors) is { } badLines) return badLines;
        if (Number(query, "limitBytes", 1, result, errors) is { } badBytes) return badBytes;
        return errors.ToStatus(new GroupKind("", "PodLogOptions"), pod) is { } invalid ? invalid : result;
    }

    private static StatusError? Number(IQueryCollection query, string name, long least, QueryBuilder result, ErrorList errors)
    {
        if (QueryValues.Int64(query, name, out var number) is { } unreadable) return unreadable;
        if (number is not { } value) return null;
        if (value < least) errors.Add(FieldError.Invalid(FieldPath.Of(name), value, least == 0 ? "must be greater than or equal to 0" : "must be greater than 0"));
        result.Add(name, value.ToString(CultureInfo.InvariantCulture));
        return null;
    }
}
