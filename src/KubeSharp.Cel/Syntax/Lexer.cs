namespace KubeSharp.Cel.Syntax;

/// <summary>Cuts an expression into tokens. What is no token is reported and skipped.</summary>
internal sealed class Lexer(Source source)
{
    private readonly string text = source.Text;
    private readonly List<Token> tokens = [];
    private int at;

    public static List<Token> Read(Source source)
    {
        var lexer = new Lexer(source);
        lexer.ReadAll();
        return lexer.tokens;
    }

    private void ReadAll()
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
                at++;
            else if (c == '/' && Peek(1) == '/')
                SkipComment();
            else if (char.IsAsciiLetter(c) || c == '_')
                ReadWord();
            else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
                ReadNumber();
            else if (c is '"' or '\'')
                ReadQuoted(0, TokenKind.String, raw: false);
            else if (c == '`')
                ReadQuotedIdentifier();
            else
                ReadOperator(c);
        }

        Add(TokenKind.End, 0);
    }

    private char Peek(int ahead) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private void Add(TokenKind kind, int length)
    {
        tokens.Add(new Token(kind, at, length));
        at += length;
    }

    private void SkipComment()
    {
        while (at < text.Length && text[at] != '\n')
            at++;
    }

    private void ReadWord()
    {
        // A letter or two before a quote may be a prefix: r"..", b'..', br"..".
        var prefix = 0;
        var bytes = false;
        if (text[at] is 'b' or 'B')
        {
            bytes = true;
            prefix = 1;
        }

        var raw = Peek(prefix) is 'r' or 'R';
        if (raw)
            prefix++;
        if (prefix > 0 && Peek(prefix) is '"' or '\'' && QuotedLength(at + prefix, raw, out _) > 0)
        {
            ReadQuoted(prefix, bytes ? TokenKind.Bytes : TokenKind.String, raw);
            return;
        }

        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var kind = text.AsSpan(at, end - at) switch
        {
            "in" => TokenKind.In,
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            _ => TokenKind.Identifier,
        };
        Add(kind, end - at);
    }

    private void ReadNumber()
    {
        var end = at;
        var kind = TokenKind.Int;
        if (text[at] == '0' && Peek(1) is 'x' && char.IsAsciiHexDigit(Peek(2)))
        {
            end = at + 2;
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
                end++;
        }
        else
        {
            end = Digits(end);
            if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
            {
                kind = TokenKind.Double;
                end = Digits(end + 1);
            }

            if (end < text.Length && text[end] is 'e' or 'E')
            {
                var digits = end + 1;
                if (digits < text.Length && text[digits] is '+' or '-')
                    digits++;
                if (digits < text.Length && char.IsAsciiDigit(text[digits]))
                {
                    kind = TokenKind.Double;
                    end = Digits(digits);
                }
            }
        }

        if (kind == TokenKind.Int && end < text.Length && text[end] is 'u' or 'U')
        {
            kind = TokenKind.Uint;
            end++;
        }

        Add(kind, end - at);
    }

    private int Digits(int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
            from++;
        return from;
    }

    private void ReadQuoted(int prefix, TokenKind kind, bool raw)
    {
        var length = QuotedLength(at + prefix, raw, out var failedAt);
        if (length > 0)
            Add(kind, prefix + length);
        else
            Skip(failedAt);
    }

    /// <summary>The length of a quoted text with its quotes; 0 when it is not closed or has a broken escape.</summary>
    private int QuotedLength(int start, bool raw, out int failedAt)
    {
        var quote = text[start];
        if (start + 2 < text.Length && text[start + 1] == quote && text[start + 2] == quote)
        {
            var length = QuotedLength(start, raw, triple: true, out failedAt);
            // Not closed: the first two quotes are an empty text.
            return length > 0 ? length : 2;
        }

        return QuotedLength(start, raw, triple: false, out failedAt);
    }

    private int QuotedLength(int start, bool raw, bool triple, out int failedAt)
    {
        var quote = text[start];
        var i = start + (triple ? 3 : 1);
        while (i < text.Length)
        {
            var c = text[i];
            if (c == quote && (!triple || (i + 2 < text.Length && text[i + 1] == quote && text[i + 2] == quote)))
            {
                failedAt = 0;
                return i + (triple ? 3 : 1) - start;
            }

            if (!triple && c is '\n' or '\r')
                break;
            if (c == '\\' && !raw)
            {
                var escape = EscapeLength(i, out var brokenAt);
                if (escape == 0)
                {
                    i = brokenAt;
                    break;
                }

                i += escape;
                continue;
            }

            i++;
        }

        failedAt = i;
        return 0;
    }

    private int EscapeLength(int start, out int brokenAt)
    {
        brokenAt = start + 1;
        if (brokenAt >= text.Length)
            return 0;
        var c = text[brokenAt];
        if (c is 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '"' or '\'' or '\\' or '?' or '`')
            return 2;
        var (digits, octal) = c switch
        {
            'x' or 'X' => (2, false),
            'u' => (4, false),
            'U' => (8, false),
            >= '0' and <= '3' => (2, true),
            _ => (0, false),
        };
        if (digits == 0)
            return 0;
        for (var i = 0; i < digits; i++)
        {
            brokenAt++;
            if (brokenAt >= text.Length || !(octal ? text[brokenAt] is >= '0' and <= '7' : char.IsAsciiHexDigit(text[brokenAt])))
                return 0;
        }

        return digits + 2;
    }

    private void ReadQuotedIdentifier()
    {
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or '-' or '/' or ' '))
            end++;
        if (end < text.Length && text[end] == '`' && end > at + 1)
            Add(TokenKind.QuotedIdentifier, end + 1 - at);
        else
            Skip(end);
    }

    private void ReadOperator(char c)
    {
        var next = Peek(1);
        switch (c)
        {
            case '=' when next == '=':
                Add(TokenKind.Equal, 2);
                break;
            case '!' when next == '=':
                Add(TokenKind.NotEqual, 2);
                break;
            case '<' when next == '=':
                Add(TokenKind.LessOrEqual, 2);
                break;
            case '>' when next == '=':
                Add(TokenKind.GreaterOrEqual, 2);
                break;
            case '&' when next == '&':
                Add(TokenKind.And, 2);
                break;
            case '|' when next == '|':
                Add(TokenKind.Or, 2);
                break;
            case '=' or '&' or '|':
                Skip(at + 1);
                break;
            default:
                if (Single(c) is { } kind)
                    Add(kind, 1);
                else
                    Skip(at);
                break;
        }
    }

    private static TokenKind? Single(char c) => c switch
    {
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        '{' => TokenKind.OpenBrace,
        '}' => TokenKind.CloseBrace,
        '(' => TokenKind.OpenParen,
        ')' => TokenKind.CloseParen,
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        '-' => TokenKind.Minus,
        '!' => TokenKind.Not,
        '?' => TokenKind.Question,
        ':' => TokenKind.Colon,
        '+' => TokenKind.Plus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        _ => null,
    };

    /// <summary>Reports and drops the text up to and with the character that fits no token.</summary>
    private void Skip(int failedAt)
    {
        var end = Math.Min(failedAt + 1, text.Length);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            end++;
        var dropped = text[at..end].Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        source.Report(at, $"Syntax error: token recognition error at: '{dropped}'");
        at = end;
    }
}
