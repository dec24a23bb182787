using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Tests.Text;

public sealed class GoRegexTests
{
    [Theory]
    [InlineData("(", "missing closing ): `(`")]
    [InlineData("a)b", "unexpected ): `a)b`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("*a", "missing argument to repetition operator: `*`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("[z-a]", "invalid character class range: `z-a`")]
    [InlineData("[[:foo:]]", "invalid character class range: `[:foo:]`")]
    [InlineData("a\\", "trailing backslash at end of expression: ``")]
    [InlineData("\\8", "invalid escape sequence: `\\8`")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?P<n", "invalid named capture: `(?P<n`")]
    public void A_malformed_expression_is_told_of_in_Gos_words(string pattern, string fault)
    {
        Assert.False(GoRegex.TryCompile(pattern, out _, out var error));
        Assert.Equal("error parsing regexp: " + fault, error);
    }

    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("[[:alpha:]]+", "é", false)]
    [InlineData("^\\d+$", "٣", false)]
    [InlineData("^\\pL+$", "é", true)]
    [InlineData("^\\p{Greek}$", "α", true)]
    [InlineData("^\\P{Greek}$", "a", true)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("(?i)abc", "xABCx", true)]
    [InlineData("^(?P<year>\\d{4})-(?P<month>\\d{2})$", "2026-11", true)]
    [InlineData("^\\x{61}\\x62$", "ab", true)]
    [InlineData("^a.c$", "a\nc", false)]
    [InlineData("(?s)^a.c$", "a\nc", true)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("^[^a-c]$", "d", true)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^(([1-9][0-9]*)|0)$", "10", true)]
    public void An_expression_matches_what_it_matches_in_Go(string pattern, string text, bool matches)
    {
        Assert.True(GoRegex.TryCompile(pattern, out var regex, out var error), error);
        Assert.Equal(matches, regex!.IsMatch(text));
    }
}
