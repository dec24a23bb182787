using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>Reads the string form of label selectors. One pass with one token of lookahead; the words <c>in</c> and <c>notin</c> are operators only where one may stand.</summary>
internal sealed class LabelQueryParser(string text)
{
    private const string Operators = "in, notin, =, ==, !=, gt, lt";
    private readonly string text = text;
    private int position;
    private (Token Token, string Text)? ahead;

    private enum Token
    {
        End,
        Error,
        Identifier,
        In,
        NotIn,
        Comma,
        Open,
        Close,
        Not,
        Equals,
        DoubleEquals,
        NotEquals,
        Greater,
        Less,
    }

    public string? Error { get; private set; }

    public List<LabelRequirement>? Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            var (token, literal) = Peek(names: true);
            if (token == Token.End) return requirements;
            if (token is not (Token.Identifier or Token.Not)) return Fail($"found '{literal}', expected: !, identifier, or 'end of string'");
            var requirement = ParseRequirement();
            if (requirement is null)
            {
                Error = "unable to parse requirement: " + Error;
                return null;
            }

            requirements.Add(requirement);
            (token, literal) = Next(names: true);
            if (token == Token.End) return requirements;
            if (token != Token.Comma) return Fail($"found '{literal}', expected: ',' or 'end of string'");
            (token, literal) = Peek(names: true);
            if (token is not (Token.Identifier or Token.Not)) return Fail($"found '{literal}', expected: identifier after ','");
        }
    }

    private static bool IsSpecial(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static Token Symbol(ReadOnlySpan<char> symbol) => symbol switch
    {
        ")" => Token.Close,
        "(" => Token.Open,
        "," => Token.Comma,
        "!" => Token.Not,
        "=" => Token.Equals,
        "==" => Token.DoubleEquals,
        "!=" => Token.NotEquals,
        ">" => Token.Greater,
        "<" => Token.Less,
        _ => Token.Error,
    };

    private LabelRequirement? ParseRequirement()
    {
        var (token, literal) = Next(names: true);
        var absent = token == Token.Not;
        if (absent) (token, literal) = Next(names: true);
        if (token != Token.Identifier) return FailRequirement($"found '{literal}', expected: identifier");
        var key = literal;
        var errors = new ErrorList();
        LabelRequirement.CheckKey(key, null, errors);
        if (!errors.IsEmpty) return FailRequirement(errors.ToString());
        token = Peek(names: true).Token;
        if (absent) return Make(key, SelectionOperator.DoesNotExist, []);
        if (token is Token.End or Token.Comma) return Make(key, SelectionOperator.Exists, []);
        (token, literal) = Next(names: false);
        switch (token)
        {
            case Token.In:
                return ParseValues() is { } some ? Make(key, SelectionOperator.In, some) : null;
            case Token.NotIn:
                return ParseValues() is { } others ? Make(key, SelectionOperator.NotIn, others) : null;
            case Token.Equals:
                return ParseExact(key, SelectionOperator.Equals);
            case Token.DoubleEquals:
                return ParseExact(key, SelectionOperator.DoubleEquals);
            case Token.NotEquals:
                return ParseExact(key, SelectionOperator.NotEquals);
            case Token.Greater:
                return ParseExact(key, SelectionOperator.GreaterThan);
            case Token.Less:
                return ParseExact(key, SelectionOperator.LessThan);
            default:
                return FailRequirement($"found '{literal}', expected: {Operators}");
        }
    }

    private LabelRequirement? ParseExact(string key, SelectionOperator op)
    {
        if (Peek(names: true).Token is Token.End or Token.Comma) return Make(key, op, [""]);
        var (token, literal) = Next(names: true);
        return token == Token.Identifier ? Make(key, op, [literal]) : FailRequirement($"found '{literal}', expected: identifier");
    }

    private List<string>? ParseValues()
    {
        var (token, literal) = Next(names: true);
        if (token != Token.Open) return FailValues($"found '{literal}' expected: '('");
        (token, literal) = Peek(names: true);
        switch (token)
        {
            case Token.Identifier or Token.Comma:
                var values = ParseList();
                if (values is null) return null;
                return Next(names: true).Token == Token.Close ? values : FailValues($"found '{literal}', expected: ')'");
            case Token.Close:
                Next(names: true);
                return [""];
            default:
                return FailValues($"found '{literal}', expected: ',', ')' or identifier");
        }
    }

    private List<string>? ParseList()
    {
        var values = new List<string>();
        while (true)
        {
            var (token, literal) = Next(names: true);
            if (token == Token.Identifier)
            {
                values.Add(literal);
                var (next, nextLiteral) = Peek(names: true);
                if (next == Token.Comma) continue;
                return next == Token.Close ? values : FailValues($"found '{nextLiteral}', expected: ',' or ')'");
            }

            if (token != Token.Comma) return FailValues($"found '{literal}', expected: ',', or identifier");
            if (values.Count == 0) values.Add("");
            var after = Peek(names: true).Token;
            if (after == Token.Close)
            {
                values.Add("");
                return values;
            }

            if (after == Token.Comma)
            {
                Next(names: true);
                values.Add("");
            }
        }
    }

    private LabelRequirement? Make(string key, SelectionOperator op, IEnumerable<string> values)
    {
        var errors = new ErrorList();
        return LabelRequirement.Create(key, op, values, errors) ?? FailRequirement(errors.ToString());
    }

    private (Token Token, string Text) Peek(bool names)
    {
        ahead ??= Scan();
        return Convert(ahead.Value, names);
    }

    private (Token Token, string Text) Next(bool names)
    {
        var item = ahead ?? Scan();
        ahead = null;
        return Convert(item, names);
    }

    private static (Token Token, string Text) Convert((Token Token, string Text) item, bool names) =>
        names && item.Token is Token.In or Token.NotIn ? (Token.Identifier, item.Text) : item;

    private (Token Token, string Text) Scan()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n') position++;
        if (position >= text.Length) return (Token.End, "");
        var start = position;
        if (!IsSpecial(text[position]))
        {
            while (position < text.Length && !IsSpecial(text[position]) && text[position] is not (' ' or '\t' or '\r' or '\n')) position++;
            var word = text[start..position];
            return (word switch { "in" => Token.In, "notin" => Token.NotIn, _ => Token.Identifier }, word);
        }

        // The longest run of symbols that is a token; two-character tokens are all there are beyond one.
        if (position + 1 < text.Length && IsSpecial(text[position + 1]) && Symbol(text.AsSpan(position, 2)) is var pair and not Token.Error)
        {
            position += 2;
            return (pair, text[start..position]);
        }

        position++;
        return (Symbol(text.AsSpan(start, 1)), text[start..position]);
    }

    private List<LabelRequirement>? Fail(string error)
    {
        Error = error;
        return null;
    }

    private LabelRequirement? FailRequirement(string error)
    {
        Error = error;
        return null;
    }

    private List<string>? FailValues(string error)
    {
        Error = error;
        return null;
    }
}
