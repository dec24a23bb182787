using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Host;

/// <summary>One line an entry: time (UTC), level, component, message, exception; to whatever takes lines.</summary>
internal sealed class LineLoggerProvider(Action<string> writeLine, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(Component(categoryName), writeLine, time);

    public void Dispose()
    {
    }

    // KubeSharp.Scheduler.Queue.SchedulingQueue reads best as "Scheduler.SchedulingQueue".
    private static string Component(string category)
    {
        var parts = category.Split('.');
        return parts is ["KubeSharp", var component, .., var type] && component != type ? $"{component}.{type}" : parts[^1];
    }

    private sealed class LineLogger(string component, Action<string> writeLine, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            StringBuilder line = new();
            line.Append(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
                .Append(' ').Append(Letter(logLevel)).Append(' ').Append(component).Append(": ").Append(formatter(state, exception));
            if (exception is not null)
                line.Append(" | ").Append(logLevel >= LogLevel.Error ? exception.ToString() : exception.Message);
            line.Replace("\r", "").Replace("\n", "\\n");
            writeLine(line.ToString());
        }

        private static char Letter(LogLevel level) => level switch
        {
            LogLevel.Trace => 'T',
            LogLevel.Debug => 'D',
            LogLevel.Information => 'I',
            LogLevel.Warning => 'W',
            LogLevel.Error => 'E',
            _ => 'F',
        };
    }
}
