using KubeSharp.Host;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Where a server or component writes its log.</summary>
internal static class Logging
{
    /// <summary>A factory that writes to a rolling file, or to standard error when no file is given.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="verbosity">As upstream's <c>--v</c>: 4 and more shows debugging detail.</param>
    public static ILoggerFactory Create(string? file, int verbosity)
    {
        Action<string> write = Console.Error.WriteLine;
        if (file is not null)
            write = new RollingLogFile(file).WriteLine;
        return LoggerFactory.Create(logging => logging
            .SetMinimumLevel(verbosity >= 6 ? LogLevel.Trace : verbosity >= 4 ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddProvider(new LineLoggerProvider(write, TimeProvider.System)));
    }
}
