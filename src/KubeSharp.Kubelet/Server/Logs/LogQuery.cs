using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Server.Logs;

/// <summary>Which part of a container's log is wanted (the PodLogOptions of the API).</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }

    /// <summary>The log of the instance before the current one.</summary>
    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Only this many of the last lines; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only what was written from then on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>No more bytes than this.</summary>
    public long? LimitBytes { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>; null for both.</summary>
    public string? Stream { get; init; }

    /// <summary>The query of a request; null, with a sentence, when a value makes no sense.</summary>
    public static LogQuery? Parse(IQueryCollection query, DateTimeOffset now, out string? fault)
    {
        fault = null;
        string? Text(string name) => query.TryGetValue(name, out var values) ? (string?)values[^1] : null;
        bool Flag(string name) => Text(name) is { } text && text is not ("false" or "0" or "False");

        long? Number(string name, long minimum, ref string? problem)
        {
            if (Text(name) is not { Length: > 0 } text)
                return null;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum)
                return number;
            problem = $"{name} is {text}; it must be a number of at least {minimum}";
            return null;
        }

        var sinceSeconds = Number("sinceSeconds", 1, ref fault);
        var since = sinceSeconds is { } seconds ? now.AddSeconds(-seconds) : (DateTimeOffset?)null;
        if (Text("sinceTime") is { Length: > 0 } time)
        {
            if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
                since = parsed;
            else
                fault = $"sinceTime is {time}; it must be a time such as 2006-01-02T15:04:05Z";
        }

        LogQuery parsedQuery = new()
        {
            Follow = Flag("follow"),
            Previous = Flag("previous"),
            Timestamps = Flag("timestamps"),
            TailLines = Number("tailLines", 0, ref fault),
            LimitBytes = Number("limitBytes", 1, ref fault),
            Since = since,
            Stream = Text("stream") switch { "Stdout" => "stdout", "Stderr" => "stderr", _ => null },
        };
        return fault is null ? parsedQuery : null;
    }
}
