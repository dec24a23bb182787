using System.Text;

namespace KubeSharp.Kubelet.Logs;

/// <summary>The end of a log file in the CRI's format (<c>TIME STREAM TAGS TEXT</c> a line), without its decoration.</summary>
internal static class LogTail
{
    /// <summary>The last lines, at most so many and so many bytes.</summary>
    public static string Read(string file, int lines, int bytes)
    {
        // Each line carries about 50 bytes of its own.
        var window = bytes + (lines * 64L);
        string text;
        try
        {
            using var stream = File.OpenRead(file);
            stream.Seek(Math.Max(0, stream.Length - window), SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }

        var result = new StringBuilder();
        var all = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = Math.Max(0, all.Length - lines); i < all.Length; i++)
        {
            var parts = all[i].Split(' ', 4);
            if (parts.Length == 4)
            {
                result.Append(parts[3]);
                if (parts[2].StartsWith('F'))
                {
                    result.Append('\n');
                }
            }
        }

        var tail = result.ToString();
        return tail.Length <= bytes ? tail : tail[^bytes..];
    }
}
