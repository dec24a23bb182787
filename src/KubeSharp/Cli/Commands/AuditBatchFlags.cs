using System.CommandLine;
using KubeSharp.ApiServer.Audit;

namespace KubeSharp.Cli.Commands;

/// <summary>The flags that say how one audit backend gathers and cuts events: <c>--audit-BACKEND-batch-*</c>, <c>-mode</c> and <c>-truncate-*</c>.</summary>
internal sealed class AuditBatchFlags
{
    private readonly string _backend;
    private readonly Option<string> _mode;
    private readonly Option<int> _buffer;
    private readonly Option<int> _size;
    private readonly Option<TimeSpan> _wait;
    private readonly Option<bool> _throttle;
    private readonly Option<double> _qps;
    private readonly Option<int> _burst;
    private readonly Option<bool> _truncate;
    private readonly Option<long> _batchBytes;
    private readonly Option<long> _eventBytes;

    public AuditBatchFlags(string backend, AuditBatchOptions defaults)
    {
        _backend = backend;
        var prefix = $"--audit-{backend}-";
        _mode = New(prefix + "mode", "Whether requests wait for their event: batch, blocking, blocking-strict.", Name(defaults.Mode));
        _mode.AcceptOnlyFromAmong("batch", "blocking", "blocking-strict");
        _buffer = New(prefix + "batch-buffer-size", "Events that may wait.", defaults.BufferSize);
        _size = New(prefix + "batch-max-size", "Events of a batch.", defaults.MaxBatchSize);
        _wait = Durations.Option(prefix + "batch-max-wait", "Wait for a batch to fill.", $"{(int)defaults.MaxBatchWait.TotalSeconds}s");
        _throttle = New(prefix + "batch-throttle-enable", "Limit the rate of batches.", defaults.Throttle);
        _qps = New(prefix + "batch-throttle-qps", "Batches a second on the average.", defaults.ThrottleQps);
        _burst = New(prefix + "batch-throttle-burst", "Batches at once after a quiet time.", defaults.ThrottleBurst);
        _truncate = New(prefix + "truncate-enabled", "Cut events and batches that are too large.", defaults.Truncate);
        _batchBytes = New(prefix + "truncate-max-batch-size", "Bytes of a batch.", defaults.MaxBatchBytes);
        _eventBytes = New(prefix + "truncate-max-event-size", "Bytes of an event.", defaults.MaxEventBytes);
    }

    public IEnumerable<Option> All => [_mode, _buffer, _size, _wait, _throttle, _qps, _burst, _truncate, _batchBytes, _eventBytes];

    /// <summary>The options.</summary>
    /// <exception cref="UserError">A value makes no sense.</exception>
    public AuditBatchOptions Read(ParseResult result)
    {
        var options = new AuditBatchOptions
        {
            Mode = result.GetValue(_mode) switch
            {
                "batch" => AuditMode.Batch,
                "blocking" => AuditMode.Blocking,
                _ => AuditMode.BlockingStrict,
            },
            BufferSize = result.GetValue(_buffer),
            MaxBatchSize = result.GetValue(_size),
            MaxBatchWait = result.GetValue(_wait),
            Throttle = result.GetValue(_throttle),
            ThrottleQps = result.GetValue(_qps),
            ThrottleBurst = result.GetValue(_burst),
            Truncate = result.GetValue(_truncate),
            MaxBatchBytes = result.GetValue(_batchBytes),
            MaxEventBytes = result.GetValue(_eventBytes),
        };
        if (options.MaxEventBytes <= 0) throw new UserError($"invalid audit truncate {_backend} max event size {options.MaxEventBytes}, must be a positive number");
        if (options.MaxBatchBytes < options.MaxEventBytes)
        {
            throw new UserError(
                $"invalid audit truncate {_backend} max batch size {options.MaxBatchBytes}, must be greater than max event size ({options.MaxEventBytes})");
        }

        if (options.Mode == AuditMode.Batch) CheckBatch(options);
        return options;
    }

    private void CheckBatch(AuditBatchOptions options)
    {
        if (options.BufferSize <= 0) throw Bad("buffer size", options.BufferSize);
        if (options.MaxBatchSize <= 0) throw Bad("max batch size", options.MaxBatchSize);
        if (!options.Throttle) return;
        if (options.ThrottleQps <= 0) throw Bad("throttle QPS", options.ThrottleQps);
        if (options.ThrottleBurst <= 0) throw Bad("throttle burst", options.ThrottleBurst);
    }

    private UserError Bad(string what, double value) => new($"invalid audit batch {_backend} {what} {value}, must be a positive number");

    private static string Name(AuditMode mode) => mode == AuditMode.Batch ? "batch" : "blocking";

    private static Option<T> New<T>(string name, string description, T defaultValue) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };
}
