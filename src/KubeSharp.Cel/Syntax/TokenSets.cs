using static KubeSharp.Cel.Syntax.TokenKind;

namespace KubeSharp.Cel.Syntax;

/// <summary>The sets of tokens that the grammar allows at its decision points.</summary>
internal static class TokenSets
{
    public static readonly TokenSet Primary =
        TokenSet.Of(OpenBracket, OpenBrace, OpenParen, Dot, Minus, True, False, Null, TokenKind.Double, Int, Uint, TokenKind.String, Bytes, TokenKind.Identifier);

    public static readonly TokenSet Expression = Primary | TokenSet.Of(Not);
    public static readonly TokenSet OptionalExpression = Expression | TokenSet.Of(Question);
    public static readonly TokenSet Arguments = Expression | TokenSet.Of(CloseParen);
    public static readonly TokenSet List = OptionalExpression | TokenSet.Of(Comma, CloseBracket);
    public static readonly TokenSet ListEnd = TokenSet.Of(Comma, CloseBracket);
    public static readonly TokenSet Map = OptionalExpression | TokenSet.Of(Comma, CloseBrace);
    public static readonly TokenSet BraceEnd = TokenSet.Of(Comma, CloseBrace);
    public static readonly TokenSet Fields = TokenSet.Of(CloseBrace, Comma, Question, TokenKind.Identifier, QuotedIdentifier);
    public static readonly TokenSet Field = TokenSet.Of(Question, TokenKind.Identifier, QuotedIdentifier);
    public static readonly TokenSet FieldName = TokenSet.Of(TokenKind.Identifier, QuotedIdentifier);
    public static readonly TokenSet Relations = TokenSet.Of(Equal, NotEqual, In, Less, LessOrEqual, GreaterOrEqual, Greater);
    public static readonly TokenSet Sums = TokenSet.Of(Plus, Minus);
    public static readonly TokenSet Products = TokenSet.Of(Star, Slash, Percent);
    public static readonly TokenSet Arithmetic = Sums | Products;
    public static readonly TokenSet Member = TokenSet.Of(Dot, OpenBracket);
}
