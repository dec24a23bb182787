namespace KubeSharp.Cel.Syntax;

/// <summary>
/// The tokens of an expression under a parser that reports faults and goes on: a surplus token is dropped, a missing one assumed, and
/// after a broken rule tokens are skipped until one fits a rule further out. This gives the messages that users of the language know.
/// </summary>
internal sealed class TokenStream(Source source)
{
    private readonly List<Token> tokens = Lexer.Read(source);
    private readonly Stack<TokenSet> follows = new();
    private readonly HashSet<int> failedSites = [];
    private int at;
    private int lastFailure = -1;
    private bool recovering;

    public Token Current => tokens[at];

    public TokenKind Kind => tokens[at].Kind;

    public ReadOnlySpan<char> Text => TextOf(tokens[at]);

    public TokenKind Peek(int ahead = 1) => tokens[Math.Min(at + ahead, tokens.Count - 1)].Kind;

    public ReadOnlySpan<char> TextOf(Token token) => source.Text.AsSpan(token.Start, token.Length);

    /// <summary>Enters a rule after which these tokens may come.</summary>
    public void Enter(TokenSet follow) => follows.Push(follow);

    public void Leave() => follows.Pop();

    /// <summary>Takes the token that stands here.</summary>
    public Token Take()
    {
        recovering = false;
        lastFailure = -1;
        failedSites.Clear();
        var token = tokens[at];
        if (token.Kind != TokenKind.End)
            at++;
        return token;
    }

    /// <summary>
    /// Takes a token of this kind, repairing the text by one token where that helps; false (and reported) when it does not. What can come
    /// after it in the same rule is given; nothing when the rule ends there.
    /// </summary>
    public bool Expect(TokenKind kind, TokenSet after, out Token token)
    {
        token = Current;
        if (Kind == kind)
        {
            Take();
            return true;
        }

        if (Peek() == kind && Kind != TokenKind.End)
        {
            ReportSurplus(TokenSet.Of(kind));
            at++;
            token = Take();
            return true;
        }

        if ((after.Bits != 0 ? after : AllFollows()).Contains(Kind))
        {
            Report(Current.Start, $"missing {TokenSet.Of(kind)} at {Shown(Current)}");
            return true;
        }

        ReportMismatch(TokenSet.Of(kind));
        return false;
    }

    /// <summary>Looks whether one of these stands here, dropping a surplus token before it; false (and reported) otherwise.</summary>
    public bool Sync(TokenSet expected)
    {
        if (expected.Contains(Kind) || recovering)
            return true;
        if (Kind != TokenKind.End && expected.Contains(Peek()))
        {
            ReportSurplus(expected);
            at++;
            recovering = false;
            return true;
        }

        ReportMismatch(expected);
        return false;
    }

    public void ReportMismatch(TokenSet expected) => Report(Current.Start, $"mismatched input {Shown(Current)} expecting {expected}");

    /// <summary>Reports that no rule fits the tokens from one up to the one <paramref name="ahead"/> of here.</summary>
    public void ReportNoAlternative(Token from, int ahead)
    {
        var offending = tokens[Math.Min(at + ahead, tokens.Count - 1)];
        var text = source.Text[from.Start..(offending.Start + offending.Length)].TrimEnd();
        Report(offending.Start, $"no viable alternative at input '{text}'");
    }

    /// <summary>Skips tokens until one fits a rule further out. The site tells apart places of the grammar, so that nothing loops.</summary>
    public void Recover(int site)
    {
        if (lastFailure == at && !failedSites.Add(site) && Kind != TokenKind.End)
            at++;
        if (lastFailure != at)
        {
            failedSites.Clear();
            failedSites.Add(site);
        }

        lastFailure = at;
        var until = AllFollows();
        while (Kind != TokenKind.End && !until.Contains(Kind))
            at++;
    }

    private void ReportSurplus(TokenSet expected) => Report(Current.Start, $"extraneous input {Shown(Current)} expecting {expected}");

    private void Report(int offset, string message)
    {
        if (recovering)
            return;
        recovering = true;
        source.Report(offset, "Syntax error: " + message);
    }

    private TokenSet AllFollows()
    {
        var all = default(TokenSet);
        foreach (var follow in follows)
            all |= follow;
        return all;
    }

    private string Shown(Token token) => token.Kind == TokenKind.End ? "'<EOF>'" : $"'{TextOf(token)}'";
}
