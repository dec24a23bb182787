using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>
/// Parses expressions by recursive descent. Macros are expanded on the way.
/// <see href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax"/>.
/// </summary>
internal sealed partial class Parser
{
    private const int MaxDepth = 250;
    private const int MaxLength = 100_000;

    /// <summary>How deep a tree may be, with what macros add to it.</summary>
    private const int MaxTreeDepth = 1000;

    private readonly Source source;
    private readonly TokenStream tokens;
    private readonly Macros macros;
    private int depth;
    private bool tooDeep;

    private Parser(Source source, Macros macros)
    {
        this.source = source;
        this.macros = macros;
        tokens = new TokenStream(source);
    }

    /// <summary>The tree of an expression. It is worth something only when nothing was reported.</summary>
    public static Expression Parse(Source source, Macros macros)
    {
        if (source.Text.Length > MaxLength)
        {
            source.Report(0, $"expression code point size exceeds limit: size: {source.Text.Length}, limit {MaxLength}");
            return new Literal(0, CelValue.Null);
        }

        var parser = new Parser(source, macros);
        var tokens = parser.tokens;
        tokens.Enter(TokenSet.Of(TokenKind.End));
        var expression = parser.ParseExpression();
        tokens.Leave();
        tokens.Expect(TokenKind.End, default, out _);
        if (parser.tooDeep || expression.Depth > MaxTreeDepth)
            source.Report(0, $"expression recursion limit exceeded: {MaxDepth}");
        return expression;
    }

    private static Literal Broken(int offset) => new(offset, CelValue.Null);

    private Expression ParseExpression()
    {
        if (++depth > MaxDepth)
            GiveUp();

        tokens.Enter(TokenSet.Of(TokenKind.Question));
        var condition = ParseOr();
        tokens.Leave();
        if (tokens.Kind == TokenKind.Question && !tooDeep)
        {
            var at = tokens.Take().Start;
            tokens.Enter(TokenSet.Of(TokenKind.Colon));
            var whenTrue = ParseOr();
            tokens.Leave();
            if (!tokens.Expect(TokenKind.Colon, TokenSets.Expression, out _))
            {
                tokens.Recover(1);
            }
            else
            {
                tokens.Enter(default);
                var whenFalse = ParseExpression();
                tokens.Leave();
                condition = new Call(at, Operators.Conditional, null, [condition, whenTrue, whenFalse]);
            }
        }

        depth--;
        return condition;
    }

    private Expression ParseOr() => ParseLogic(TokenKind.Or, Operators.Or, static p => p.ParseLogic(TokenKind.And, Operators.And, static q => q.ParseRelation()));

    private Expression ParseLogic(TokenKind kind, string function, Func<Parser, Expression> parseTerm)
    {
        tokens.Enter(TokenSet.Of(kind));
        var first = parseTerm(this);
        List<Expression>? terms = null;
        List<int>? offsets = null;
        while (tokens.Kind == kind)
        {
            (terms ??= [first]).Capacity += 1;
            (offsets ??= []).Add(tokens.Take().Start);
            terms.Add(parseTerm(this));
        }

        tokens.Leave();
        return terms is null ? first : Balance(function, terms, offsets!, 0, offsets!.Count - 1);
    }

    /// <summary>A long chain becomes a tree of little depth.</summary>
    private static Call Balance(string function, List<Expression> terms, List<int> offsets, int low, int high)
    {
        var middle = (low + high + 1) / 2;
        var left = middle == low ? terms[middle] : Balance(function, terms, offsets, low, middle - 1);
        var right = middle == high ? terms[middle + 1] : Balance(function, terms, offsets, middle + 1, high);
        return new Call(offsets[middle], function, null, [left, right]);
    }

    private Expression ParseRelation() => ParseBinary(TokenSets.Relations, static p =>
        p.ParseBinary(TokenSets.Sums, static q => q.ParseBinary(TokenSets.Products, static r => r.ParseUnary())));

    private Expression ParseBinary(TokenSet operators, Func<Parser, Expression> parseOperand)
    {
        tokens.Enter(operators);
        var left = parseOperand(this);
        var links = 0;
        while (operators.Contains(tokens.Kind))
        {
            var token = tokens.Take();
            var right = parseOperand(this);
            left = new Call(token.Start, Operators.OfToken(token.Kind)!, null, [left, right]);
            if (++links > MaxDepth || left.Depth > MaxTreeDepth)
                GiveUp();
        }

        tokens.Leave();
        return left;
    }

    private Expression ParseUnary()
    {
        var start = tokens.Current;
        if (!tokens.Sync(TokenSets.Expression))
        {
            tokens.Recover(2);
            return Broken(start.Start);
        }

        start = tokens.Current;
        var isNumber = tokens.Kind == TokenKind.Minus && tokens.Peek() is TokenKind.Int or TokenKind.Double;
        if (tokens.Kind is not (TokenKind.Not or TokenKind.Minus) || isNumber)
            return ParseMember();
        var count = 0;
        while (tokens.Kind == start.Kind && !(tokens.Kind == TokenKind.Minus && tokens.Peek() is TokenKind.Int or TokenKind.Double && count > 0))
        {
            tokens.Take();
            count++;
        }

        if (!TokenSets.Primary.Contains(tokens.Kind))
        {
            tokens.ReportNoAlternative(start, 0);
            tokens.Recover(3);
            return Broken(start.Start);
        }

        var operand = ParseMember();
        // An even number of signs undoes itself.
        return count % 2 == 0 ? operand : new Call(start.Start, start.Kind == TokenKind.Not ? Operators.Not : Operators.Negate, null, [operand]);
    }

    private Expression ParseMember()
    {
        tokens.Enter(TokenSets.Member);
        var member = ParsePrimary();
        var links = 0;
        while (tokens.Kind is TokenKind.Dot or TokenKind.OpenBracket)
        {
            if ((tokens.Kind == TokenKind.Dot ? ParseSelection(member) : ParseIndex(member)) is not { } next)
                break;
            member = next;
            if (++links > MaxDepth || member.Depth > MaxTreeDepth)
                GiveUp();
        }

        tokens.Leave();
        return member;
    }

    private Expression? ParseSelection(Expression operand)
    {
        var dot = tokens.Current;
        var isOptional = tokens.Peek() == TokenKind.Question;
        var nameAhead = isOptional ? 2 : 1;
        if (!TokenSets.FieldName.Contains(tokens.Peek(nameAhead)))
        {
            tokens.ReportNoAlternative(dot, nameAhead);
            tokens.Recover(4);
            return null;
        }

        tokens.Take();
        if (isOptional)
            tokens.Take();
        var name = tokens.Take();
        var text = FieldName(name);
        if (isOptional)
            return new Call(dot.Start, Operators.OptionalSelect, null, [operand, new Literal(name.Start, CelValue.Of(text))]);
        if (tokens.Kind != TokenKind.OpenParen || name.Kind != TokenKind.Identifier)
            return new Selection(dot.Start, operand, text, isTest: false);
        var open = tokens.Take().Start;
        return ParseArguments() is { } arguments ? CallOf(open, text, operand, arguments) : null;
    }

    private Call? ParseIndex(Expression operand)
    {
        var open = tokens.Take().Start;
        var isOptional = tokens.Kind == TokenKind.Question;
        if (isOptional)
            tokens.Take();
        tokens.Enter(TokenSet.Of(TokenKind.CloseBracket));
        var index = ParseExpression();
        tokens.Leave();
        if (!tokens.Expect(TokenKind.CloseBracket, default, out _))
        {
            tokens.Recover(5);
            return null;
        }

        return new Call(open, isOptional ? Operators.OptionalIndex : Operators.Index, null, [operand, index]);
    }

    /// <summary>The arguments after an opening parenthesis and the closing one; null when broken.</summary>
    private Expression[]? ParseArguments()
    {
        var arguments = new List<Expression>();
        if (!tokens.Sync(TokenSets.Arguments))
        {
            tokens.Recover(6);
            return null;
        }

        tokens.Enter(TokenSet.Of(TokenKind.CloseParen));
        if (TokenSets.Expression.Contains(tokens.Kind))
        {
            tokens.Enter(TokenSet.Of(TokenKind.Comma));
            arguments.Add(ParseExpression());
            while (tokens.Kind == TokenKind.Comma)
            {
                tokens.Take();
                arguments.Add(ParseExpression());
            }

            tokens.Leave();
        }

        tokens.Leave();
        if (tokens.Expect(TokenKind.CloseParen, default, out _))
            return [.. arguments];
        tokens.Recover(7);
        return null;
    }

    /// <summary>Skips the rest of an expression that is nested too deeply.</summary>
    private void GiveUp()
    {
        tooDeep = true;
        while (tokens.Kind != TokenKind.End)
            tokens.Take();
    }

    private string FieldName(Token name) =>
        name.Kind == TokenKind.QuotedIdentifier ? tokens.TextOf(name)[1..^1].ToString() : tokens.TextOf(name).ToString();

    private Expression CallOf(int open, string function, Expression? target, Expression[] arguments) =>
        macros.Expand(source, open, function, target, arguments) ?? new Call(open, function, target, arguments);
}
