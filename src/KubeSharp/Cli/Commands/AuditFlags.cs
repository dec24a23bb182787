using System.CommandLine;
using KubeSharp.ApiServer.Audit;

namespace KubeSharp.Cli.Commands;

/// <summary>The <c>--audit-*</c> flags of kube-apiserver.</summary>
internal sealed class AuditFlags
{
    private readonly Option<string?> _policy = Text("--audit-policy-file", "What is written down about which requests.");
    private readonly Option<string?> _path = Text("--audit-log-path", "File for audit events; - is the standard output.");
    private readonly Option<int> _maxAge = Number("--audit-log-maxage", "Days to keep old files.", 0);
    private readonly Option<int> _maxBackups = Number("--audit-log-maxbackup", "Old files to keep.", 0);
    private readonly Option<int> _maxSize = Number("--audit-log-maxsize", "Megabytes after which a new file is begun.", 0);
    private readonly Option<bool> _compress = new("--audit-log-compress") { Description = "Compress old files." };
    private readonly Option<string> _format = Choice("--audit-log-format", "Format of the log.", "json", "legacy");
    private readonly Option<string> _logVersion = Choice("--audit-log-version", "API version of events in the log.", "audit.k8s.io/v1");
    private readonly Option<string?> _webhook = Text("--audit-webhook-config-file", "Kubeconfig of the webhook that takes events.");
    private readonly Option<TimeSpan> _backoff = Durations.Option("--audit-webhook-initial-backoff", "Wait before the first retry.", "10s");
    private readonly Option<string> _webhookVersion = Choice("--audit-webhook-version", "API version of events for the webhook.", "audit.k8s.io/v1");
    private readonly AuditBatchFlags _log = new("log", AuditBatchOptions.ForLog);
    private readonly AuditBatchFlags _hook = new("webhook", AuditBatchOptions.ForWebhook);

    public IEnumerable<Option> All =>
    [
        _policy, _path, _maxAge, _maxBackups, _maxSize, _compress, _format, _logVersion, _webhook, _backoff, _webhookVersion, .. _log.All, .. _hook.All,
    ];

    /// <summary>The options.</summary>
    /// <exception cref="UserError">A value makes no sense.</exception>
    public AuditOptions Read(ParseResult result) => new()
    {
        PolicyFile = result.GetValue(_policy),
        LogPath = result.GetValue(_path) is { Length: > 0 } path ? path : null,
        LogMaxAge = Positive(result, _maxAge),
        LogMaxBackups = Positive(result, _maxBackups),
        LogMaxSize = Positive(result, _maxSize),
        LogCompress = result.GetValue(_compress),
        LogLegacyFormat = result.GetValue(_format) == "legacy",
        Log = _log.Read(result),
        WebhookConfigFile = result.GetValue(_webhook),
        WebhookInitialBackoff = result.GetValue(_backoff),
        Webhook = _hook.Read(result),
    };

    private static int Positive(ParseResult result, Option<int> option) => result.GetValue(option) is >= 0 and var value
        ? value
        : throw new UserError($"{option.Name} {result.GetValue(option)} can't be a negative number");

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, string description, int defaultValue) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    // The first one is the default.
    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
