using System.Buffers;
using System.Text;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>The recursive-descent reader behind <see cref="JsonParser"/>. Every method answers null once <see cref="Error"/> is set.</summary>
internal ref struct JsonTextReader(ReadOnlySpan<byte> input, JsonParserOptions options)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(StringStopBytes());
    private readonly ReadOnlySpan<byte> input = input;
    private readonly JsonParserOptions options = options;
    private int position;
    private int depth;
    private PathNode? path;

    public JsonSyntaxError? Error { get; private set; }

    public JsonValue? ReadDocument()
    {
        var value = ReadValue();
        if (value is null) return null;
        SkipSpace();
        return position < input.Length ? Fail("after top-level value") : value;
    }

    private static byte[] StringStopBytes()
    {
        var stops = new byte[34];
        for (var i = 0; i < 32; i++) stops[i] = (byte)i;
        stops[32] = (byte)'"';
        stops[33] = (byte)'\\';
        return stops;
    }

    private static string Quote(byte b) => b switch
    {
        (byte)'\'' => @"'\''",
        (byte)'"' => "'\"'",
        (byte)'\\' => @"'\\'",
        (byte)'\n' => @"'\n'",
        (byte)'\r' => @"'\r'",
        (byte)'\t' => @"'\t'",
        (byte)'\a' => @"'\a'",
        (byte)'\b' => @"'\b'",
        (byte)'\f' => @"'\f'",
        (byte)'\v' => @"'\v'",
        < 0x20 or 0x7f => $@"'\x{b:x2}'",
        >= 0x80 and < 0xa1 or 0xad => $@"'\u{(int)b:x4}'",
        _ => $"'{(char)b}'",
    };

    private JsonValue? ReadValue()
    {
        SkipSpace();
        if (position >= input.Length) return FailEnd();
        switch (input[position])
        {
            case (byte)'{':
                return ReadObject();
            case (byte)'[':
                return ReadArray();
            case (byte)'"':
                position++;
                var text = ReadString(options: null);
                return text is null ? null : text.Length == 0 ? JsonString.Empty : new JsonString(text);
            case (byte)'t':
                return ReadLiteral("true"u8, JsonBoolean.True);
            case (byte)'f':
                return ReadLiteral("false"u8, JsonBoolean.False);
            case (byte)'n':
                return ReadLiteral("null"u8, JsonNull.Instance);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber();
            default:
                return Fail("looking for beginning of value");
        }
    }

    private JsonObject? ReadObject()
    {
        position++;
        if (++depth > options.MaxDepth) return FailDepth();
        var result = new JsonObject();
        var node = options.Duplicates is null ? null : new PathNode(path);
        SkipSpace();
        if (position < input.Length && input[position] == (byte)'}')
        {
            position++;
            depth--;
            return result;
        }

        while (true)
        {
            SkipSpace();
            if (position >= input.Length) return FailEnd();
            if (input[position] != (byte)'"') return Fail("looking for beginning of object key string");
            position++;
            var name = ReadString(options);
            if (name is null) return null;
            SkipSpace();
            if (position >= input.Length) return FailEnd();
            if (input[position] != (byte)':') return Fail("after object key");
            position++;
            if (node is not null)
            {
                node.Name = name;
                path = node;
            }

            var value = ReadValue();
            if (value is null) return null;
            if (node is not null) path = node.Parent;
            var at = result.IndexOf(name);
            if (at < 0)
            {
                result.Append(name, value);
            }
            else
            {
                options.Duplicates?.Add(new JsonDuplicate(result, name, result.Count, node!.ToString()));
                result.SetAt(at, value);
            }

            SkipSpace();
            if (position >= input.Length) return FailEnd();
            if (input[position] == (byte)',')
            {
                position++;
                continue;
            }

            if (input[position] != (byte)'}') return Fail("after object key:value pair");
            position++;
            depth--;
            return result;
        }
    }

    private JsonArray? ReadArray()
    {
        position++;
        if (++depth > options.MaxDepth)
        {
            FailDepth();
            return null;
        }

        var result = new JsonArray();
        var node = options.Duplicates is null ? null : new PathNode(path) { Name = null };
        SkipSpace();
        if (position < input.Length && input[position] == (byte)']')
        {
            position++;
            depth--;
            return result;
        }

        while (true)
        {
            if (node is not null)
            {
                node.Index = result.Count;
                path = node;
            }

            var value = ReadValue();
            if (value is null) return null;
            if (node is not null) path = node.Parent;
            result.Add(value);
            SkipSpace();
            if (position >= input.Length)
            {
                FailEnd();
                return null;
            }

            if (input[position] == (byte)',')
            {
                position++;
                continue;
            }

            if (input[position] != (byte)']')
            {
                Fail("after array element");
                return null;
            }

            position++;
            depth--;
            return result;
        }
    }

    private JsonValue? ReadLiteral(ReadOnlySpan<byte> literal, JsonValue value)
    {
        for (var i = 1; i < literal.Length; i++)
        {
            position++;
            if (position >= input.Length) return FailEnd();
            if (input[position] != literal[i])
                return Fail($"in literal {Encoding.ASCII.GetString(literal)} (expecting '{(char)literal[i]}')");
        }

        position++;
        return value;
    }

    private JsonNumber? ReadNumber()
    {
        var start = position;
        if (input[position] == (byte)'-')
        {
            position++;
            if (!ExpectDigit("in numeric literal")) return null;
        }

        if (input[position] == (byte)'0') position++;
        else SkipDigits();
        if (position < input.Length && input[position] == (byte)'.')
        {
            position++;
            if (!ExpectDigit("after decimal point in numeric literal")) return null;
            SkipDigits();
        }

        if (position < input.Length && input[position] is (byte)'e' or (byte)'E')
        {
            position++;
            if (position < input.Length && input[position] is (byte)'+' or (byte)'-') position++;
            if (!ExpectDigit("in exponent of numeric literal")) return null;
            SkipDigits();
        }

        var text = input[start..position];
        if (text.Length is > 0 and <= 4 && text[0] != '-' && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            var small = 0;
            foreach (var digit in text) small = (small * 10) + digit - '0';
            return JsonNumber.Of(small);
        }

        return new JsonNumber(Encoding.ASCII.GetString(text));
    }

    private bool ExpectDigit(string context)
    {
        if (position >= input.Length)
        {
            FailEnd();
            return false;
        }

        if (input[position] is >= (byte)'0' and <= (byte)'9') return true;
        Fail(context);
        return false;
    }

    private void SkipDigits()
    {
        while (position < input.Length && input[position] is >= (byte)'0' and <= (byte)'9') position++;
    }

    private void SkipSpace()
    {
        while (position < input.Length && input[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') position++;
    }

    /// <summary>Reads the rest of a string whose opening quote is consumed. With options, it is a member name and may come from the table.</summary>
    private string? ReadString(JsonParserOptions? options)
    {
        var start = position;
        var stop = input[position..].IndexOfAny(StringStops);
        if (stop < 0)
        {
            position = input.Length;
            FailEnd();
            return null;
        }

        if (input[start + stop] == (byte)'"')
        {
            position = start + stop + 1;
            var plain = input.Slice(start, stop);
            return options?.Names.Find(plain) ?? Encoding.UTF8.GetString(plain);
        }

        return ReadEscapedString();
    }

    private string? ReadEscapedString()
    {
        var text = new StringBuilder();
        while (true)
        {
            var stop = input[position..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                position = input.Length;
                FailEnd();
                return null;
            }

            if (stop > 0) text.Append(Encoding.UTF8.GetString(input.Slice(position, stop)));
            position += stop;
            var b = input[position];
            if (b == (byte)'"')
            {
                position++;
                return text.ToString();
            }

            if (b != (byte)'\\')
            {
                Fail("in string literal");
                return null;
            }

            position++;
            if (position >= input.Length)
            {
                FailEnd();
                return null;
            }

            switch (input[position])
            {
                case (byte)'"' or (byte)'\\' or (byte)'/':
                    text.Append((char)input[position++]);
                    break;
                case (byte)'b':
                    text.Append('\b');
                    position++;
                    break;
                case (byte)'f':
                    text.Append('\f');
                    position++;
                    break;
                case (byte)'n':
                    text.Append('\n');
                    position++;
                    break;
                case (byte)'r':
                    text.Append('\r');
                    position++;
                    break;
                case (byte)'t':
                    text.Append('\t');
                    position++;
                    break;
                case (byte)'u':
                    position++;
                    if (!ReadUnicodeEscape(text)) return null;
                    break;
                default:
                    Fail("in string escape code");
                    return null;
            }
        }
    }

    private bool ReadUnicodeEscape(StringBuilder text)
    {
        if (!ReadHex(out var unit)) return false;
        if (!char.IsSurrogate(unit))
        {
            text.Append(unit);
            return true;
        }

        // A pair needs its other half at once; anything else is one replacement character and is read again.
        if (char.IsHighSurrogate(unit) && position + 1 < input.Length && input[position] == (byte)'\\' && input[position + 1] == (byte)'u')
        {
            var back = position;
            position += 2;
            if (!ReadHex(out var low)) return false;
            if (char.IsLowSurrogate(low))
            {
                text.Append(unit).Append(low);
                return true;
            }

            position = back;
        }

        text.Append('\uFFFD');
        return true;
    }

    private bool ReadHex(out char unit)
    {
        var value = 0;
        unit = '\0';
        for (var i = 0; i < 4; i++)
        {
            if (position >= input.Length)
            {
                FailEnd();
                return false;
            }

            var b = input[position];
            int digit;
            if (b is >= (byte)'0' and <= (byte)'9') digit = b - '0';
            else if (b is >= (byte)'a' and <= (byte)'f') digit = b - 'a' + 10;
            else if (b is >= (byte)'A' and <= (byte)'F') digit = b - 'A' + 10;
            else
            {
                Fail(@"in \u hexadecimal character escape");
                return false;
            }

            value = (value << 4) | digit;
            position++;
        }

        unit = (char)value;
        return true;
    }

    private JsonObject? Fail(string context)
    {
        Error ??= new JsonSyntaxError($"invalid character {Quote(input[position])} {context}", position + 1);
        return null;
    }

    private JsonObject? FailEnd()
    {
        Error ??= new JsonSyntaxError("unexpected end of JSON input", input.Length);
        return null;
    }

    private JsonObject? FailDepth()
    {
        Error ??= new JsonSyntaxError("exceeded max depth", position);
        return null;
    }

    private sealed class PathNode(PathNode? parent)
    {
        public PathNode? Parent { get; } = parent;

        public string? Name { get; set; }

        public int Index { get; set; }

        public override string ToString()
        {
            var text = new StringBuilder();
            Write(text);
            return text.ToString();
        }

        private void Write(StringBuilder text)
        {
            Parent?.Write(text);
            if (Name is null) text.Append('[').Append(Index).Append(']');
            else
            {
                if (text.Length > 0) text.Append('.');
                text.Append(Name);
            }
        }
    }
}
