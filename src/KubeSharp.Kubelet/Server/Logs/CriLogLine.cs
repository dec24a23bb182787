using System.Globalization;
using System.Text;

namespace KubeSharp.Kubelet.Server.Logs;

/// <summary>
/// One line of a log file in the CRI's format: <c>TIME STREAM TAGS CONTENT</c>, where the tag P marks a piece of a line that goes on
/// in the next (https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md).
/// </summary>
internal readonly ref struct CriLogLine
{
    public ReadOnlySpan<byte> Time { get; private init; }

    public ReadOnlySpan<byte> Stream { get; private init; }

    public bool IsPartial { get; private init; }

    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>False when the bytes are no such line.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out CriLogLine parsed)
    {
        parsed = default;
        var time = line.IndexOf((byte)' ');
        if (time < 0)
            return false;
        var afterTime = line[(time + 1)..];
        var stream = afterTime.IndexOf((byte)' ');
        if (stream < 0)
            return false;
        var afterStream = afterTime[(stream + 1)..];
        var tags = afterStream.IndexOf((byte)' ');
        if (tags < 0)
            return false;
        parsed = new CriLogLine
        {
            Time = line[..time],
            Stream = afterTime[..stream],
            IsPartial = afterStream[0] == 'P',
            Content = afterStream[(tags + 1)..],
        };
        return true;
    }

    /// <summary>The time, or null when it cannot be read.</summary>
    public DateTimeOffset? Instant() =>
        DateTimeOffset.TryParse(Encoding.ASCII.GetString(Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
