using System.Buffers;
using System.Text;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>A growing pooled buffer of UTF-8 JSON. Escapes what JSON requires and, like Go's encoder, what could upset an HTML parser.</summary>
internal sealed class JsonBuffer : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(SpecialCharacters());
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(2048);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public byte[] ToArray() => Written.ToArray();

    public void Append(byte value)
    {
        if (Length == bytes.Length) Grow(1);
        bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        if (bytes.Length - Length < value.Length) Grow(value.Length);
        value.CopyTo(bytes.AsSpan(Length));
        Length += value.Length;
    }

    public void AppendAscii(string value)
    {
        if (bytes.Length - Length < value.Length) Grow(value.Length);
        Length += Encoding.ASCII.GetBytes(value, bytes.AsSpan(Length));
    }

    public void AppendString(string value)
    {
        Append((byte)'"');
        var rest = value.AsSpan();
        while (rest.Length > 0)
        {
            var plain = rest.IndexOfAny(Special);
            if (plain < 0) plain = rest.Length;
            if (plain > 0)
            {
                var room = plain * 3;
                if (bytes.Length - Length < room) Grow(room);
                Length += Encoding.UTF8.GetBytes(rest[..plain], bytes.AsSpan(Length));
            }

            if (plain == rest.Length) break;
            AppendEscape(rest[plain]);
            rest = rest[(plain + 1)..];
        }

        Append((byte)'"');
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        Length = 0;
    }

    private static string SpecialCharacters()
    {
        var text = new StringBuilder();
        for (var c = '\0'; c < ' '; c++) text.Append(c);
        return text.Append("\"\\<>&\u2028\u2029").ToString();
    }

    private void AppendEscape(char c)
    {
        switch (c)
        {
            case '"':
                Append("\\\""u8);
                return;
            case '\\':
                Append("\\\\"u8);
                return;
            case '\n':
                Append("\\n"u8);
                return;
            case '\r':
                Append("\\r"u8);
                return;
            case '\t':
                Append("\\t"u8);
                return;
            case '\b':
                Append("\\b"u8);
                return;
            case '\f':
                Append("\\f"u8);
                return;
        }

        var hex = "0123456789abcdef"u8;
        Append([(byte)'\\', (byte)'u', hex[c >> 12], hex[(c >> 8) & 15], hex[(c >> 4) & 15], hex[c & 15]]);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + needed));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
