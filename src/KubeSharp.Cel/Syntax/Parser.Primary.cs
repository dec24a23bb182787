using System.Collections.Frozen;
using System.Text;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

internal sealed partial class Parser
{
    private delegate CelValue? ReadLiteral(ReadOnlySpan<char> text, out string? fault);

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while");

    /// <summary>Whether a word belongs to the language and names nothing.</summary>
    public static bool IsReserved(string word) => word is "true" or "false" or "null" or "in" || Reserved.Contains(word);

    private Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.OpenParen:
                return ParseNested();
            case TokenKind.OpenBracket:
                return ParseList();
            case TokenKind.OpenBrace:
                return ParseMap();
            case TokenKind.Dot or TokenKind.Identifier:
                return ParseName();
            case TokenKind.Minus:
                tokens.Take();
                var number = tokens.Take();
                return Read(new Token(number.Kind, token.Start, number.Start + number.Length - token.Start));
            case TokenKind.True:
                tokens.Take();
                return new Literal(token.Start, CelValue.True);
            case TokenKind.False:
                tokens.Take();
                return new Literal(token.Start, CelValue.False);
            case TokenKind.Null:
                tokens.Take();
                return new Literal(token.Start, CelValue.Null);
            case TokenKind.Int or TokenKind.Uint or TokenKind.Double or TokenKind.String or TokenKind.Bytes:
                return Read(tokens.Take());
            default:
                tokens.ReportMismatch(TokenSets.Expression);
                tokens.Recover(8);
                return Broken(token.Start);
        }
    }

    private Literal Read(Token token)
    {
        ReadLiteral read = token.Kind switch
        {
            TokenKind.Int => Literals.Int,
            TokenKind.Uint => Literals.Uint,
            TokenKind.Double => Literals.Double,
            TokenKind.String => Literals.String,
            _ => Literals.Bytes,
        };
        var text = tokens.TextOf(token);
        // A sign may stand apart from its number.
        var value = text[0] == '-' ? read("-" + text[1..].Trim().ToString(), out var fault) : read(text, out fault);
        if (fault is not null)
            source.Report(token.Start, fault);
        return new Literal(token.Start, value ?? CelValue.Null);
    }

    private Expression ParseNested()
    {
        var open = tokens.Take();
        tokens.Enter(TokenSet.Of(TokenKind.CloseParen));
        var inner = ParseExpression();
        tokens.Leave();
        if (!tokens.Expect(TokenKind.CloseParen, default, out _))
        {
            tokens.Recover(9);
            return Broken(open.Start);
        }

        return inner;
    }

    private Expression ParseName()
    {
        var start = tokens.Current;
        var leadingDot = start.Kind == TokenKind.Dot;
        if (leadingDot && tokens.Peek() != TokenKind.Identifier)
        {
            tokens.ReportNoAlternative(start, 1);
            tokens.Recover(10);
            return Broken(start.Start);
        }

        if (IsObjectLiteral(leadingDot ? 1 : 0))
            return ParseObject(leadingDot);
        if (leadingDot)
            tokens.Take();
        var token = tokens.Take();
        var name = tokens.TextOf(token).ToString();
        if (Reserved.Contains(name))
            source.Report(token.Start, $"reserved identifier: {name}");
        if (leadingDot)
            name = "." + name;
        if (tokens.Kind != TokenKind.OpenParen)
            return new Identifier(token.Start, name);
        var open = tokens.Take().Start;
        return ParseArguments() is { } arguments ? CallOf(open, name, null, arguments) : Broken(open);
    }

    /// <summary>Whether a dotted name and an opening brace stand here.</summary>
    private bool IsObjectLiteral(int ahead)
    {
        while (tokens.Peek(ahead) == TokenKind.Identifier)
        {
            switch (tokens.Peek(ahead + 1))
            {
                case TokenKind.OpenBrace:
                    return true;
                case TokenKind.Dot:
                    ahead += 2;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private Expression ParseObject(bool leadingDot)
    {
        var name = new StringBuilder(leadingDot ? "." : "");
        if (leadingDot)
            tokens.Take();
        name.Append(tokens.TextOf(tokens.Take()));
        while (tokens.Kind == TokenKind.Dot)
        {
            tokens.Take();
            name.Append('.').Append(tokens.TextOf(tokens.Take()));
        }

        var open = tokens.Take().Start;
        if (!tokens.Sync(TokenSets.Fields))
        {
            tokens.Recover(11);
            return Broken(open);
        }

        var fields = new List<ObjectField>();
        tokens.Enter(TokenSets.BraceEnd);
        if (TokenSets.Field.Contains(tokens.Kind) && !ParseFields(fields))
        {
            tokens.Recover(12);
        }

        tokens.Leave();
        return Close(TokenKind.CloseBrace, TokenSets.BraceEnd, 13) ? new ObjectLiteral(open, name.ToString(), [.. fields]) : Broken(open);
    }

    private bool ParseFields(List<ObjectField> fields)
    {
        while (true)
        {
            var isOptional = tokens.Kind == TokenKind.Question;
            if (isOptional)
                tokens.Take();
            if (!tokens.Sync(TokenSets.FieldName))
                return false;
            var name = FieldName(tokens.Take());
            if (!tokens.Expect(TokenKind.Colon, TokenSets.Expression, out var colon))
                return false;
            tokens.Enter(TokenSet.Of(TokenKind.Comma));
            fields.Add(new ObjectField(colon.Start, name, ParseExpression(), isOptional));
            tokens.Leave();
            // A comma before the closing brace ends the list.
            if (tokens.Kind != TokenKind.Comma || !TokenSets.Field.Contains(tokens.Peek()))
                return true;
            tokens.Take();
        }
    }

    private Expression ParseList()
    {
        var open = tokens.Take().Start;
        if (!tokens.Sync(TokenSets.List))
        {
            tokens.Recover(14);
            return Broken(open);
        }

        var elements = new List<Expression>();
        var optional = new List<bool>();
        tokens.Enter(TokenSets.ListEnd);
        while (TokenSets.OptionalExpression.Contains(tokens.Kind))
        {
            optional.Add(tokens.Kind == TokenKind.Question);
            if (tokens.Kind == TokenKind.Question)
                tokens.Take();
            elements.Add(ParseExpression());
            if (tokens.Kind != TokenKind.Comma || tokens.Peek() == TokenKind.CloseBracket)
                break;
            tokens.Take();
            if (!TokenSets.OptionalExpression.Contains(tokens.Kind) && !tokens.Sync(TokenSets.OptionalExpression))
            {
                tokens.Recover(15);
                break;
            }
        }

        tokens.Leave();
        return Close(TokenKind.CloseBracket, TokenSets.ListEnd, 16) ? new ListLiteral(open, [.. elements], [.. optional]) : Broken(open);
    }

    private Expression ParseMap()
    {
        var open = tokens.Take().Start;
        if (!tokens.Sync(TokenSets.Map))
        {
            tokens.Recover(17);
            return Broken(open);
        }

        var entries = new List<MapEntry>();
        tokens.Enter(TokenSets.BraceEnd);
        if (TokenSets.OptionalExpression.Contains(tokens.Kind) && !ParseEntries(entries))
            tokens.Recover(18);
        tokens.Leave();
        return Close(TokenKind.CloseBrace, TokenSets.BraceEnd, 19) ? new MapLiteral(open, [.. entries]) : Broken(open);
    }

    private bool ParseEntries(List<MapEntry> entries)
    {
        while (true)
        {
            var isOptional = tokens.Kind == TokenKind.Question;
            if (isOptional)
                tokens.Take();
            tokens.Enter(TokenSet.Of(TokenKind.Colon));
            var key = ParseExpression();
            tokens.Leave();
            if (!tokens.Expect(TokenKind.Colon, TokenSets.Expression, out var colon))
                return false;
            tokens.Enter(TokenSet.Of(TokenKind.Comma));
            entries.Add(new MapEntry(colon.Start, key, ParseExpression(), isOptional));
            tokens.Leave();
            if (tokens.Kind != TokenKind.Comma || !TokenSets.OptionalExpression.Contains(tokens.Peek()))
                return true;
            tokens.Take();
        }
    }

    /// <summary>Takes a trailing comma, if any, and the closing bracket.</summary>
    private bool Close(TokenKind kind, TokenSet expected, int site)
    {
        if (!tokens.Sync(expected))
        {
            tokens.Recover(site);
            return false;
        }

        if (tokens.Kind == TokenKind.Comma)
            tokens.Take();
        if (tokens.Expect(kind, default, out _))
            return true;
        tokens.Recover(site);
        return false;
    }
}
