using System.Text;

namespace KubeSharp.Cel.Syntax;

/// <summary>A set of token kinds.</summary>
internal readonly record struct TokenSet(ulong Bits)
{
    private static readonly string[] Names =
    [
        "<EOF>", "'=='", "'!='", "'in'", "'<'", "'<='", "'>='", "'>'", "'&&'", "'||'", "'['", "']'", "'{'", "'}'", "'('", "')'", "'.'",
        "','", "'-'", "'!'", "'?'", "':'", "'+'", "'*'", "'/'", "'%'", "'true'", "'false'", "'null'", "NUM_FLOAT", "NUM_INT", "NUM_UINT",
        "STRING", "BYTES", "IDENTIFIER", "ESC_IDENTIFIER",
    ];

    public static TokenSet operator |(TokenSet a, TokenSet b) => new(a.Bits | b.Bits);

    public static TokenSet Of(params ReadOnlySpan<TokenKind> kinds)
    {
        var bits = 0UL;
        foreach (var kind in kinds)
            bits |= 1UL << (int)kind;
        return new TokenSet(bits);
    }

    public bool Contains(TokenKind kind) => (Bits >> (int)kind & 1) != 0;

    /// <summary>The set as messages print it: one name, or several in braces.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var count = 0;
        for (var i = 0; i < Names.Length; i++)
        {
            if ((Bits >> i & 1) != 0)
                text.Append(count++ == 0 ? "" : ", ").Append(Names[i]);
        }

        return count == 1 ? text.ToString() : $"{{{text}}}";
    }
}
