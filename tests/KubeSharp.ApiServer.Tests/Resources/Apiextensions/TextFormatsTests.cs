using KubeSharp.ApiServer.Resources.Apiextensions.Values;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class TextFormatsTests
{
    [Theory]
    [InlineData("bsonobjectid", "507f1f77bcf86cd799439011", "507f1f77bcf86cd79943901")]
    [InlineData("uri", "https://example.com/a?b=c", "example.com")]
    [InlineData("uri", "/path", "")]
    [InlineData("uri", "mailto:a@b", "http://exa mple")]
    [InlineData("email", "Barry <bg@example.com>", "bg@")]
    [InlineData("email", "a@b", "a b@c")]
    [InlineData("hostname", "www.example.com", "-a.example.com")]
    [InlineData("hostname", "localhost", "a..b")]
    [InlineData("ipv4", "1.2.3.4", "1.2.3.256")]
    [InlineData("ipv4", "10.0.0.1", "::1")]
    [InlineData("ipv4", "010.0.0.1", "10.0.0")]
    [InlineData("hostname", "1.example", "example.123")]
    [InlineData("ipv6", "::ffff:1.2.3.4", "::ffff:01.2.3.4")]
    [InlineData("cidr", "010.0.0.0/8", "010.0.0.0/33")]
    [InlineData("duration", "abc5m", "5 monkeys")]
    [InlineData("duration", "3 Seconds and more", "99999999999999999999 s")]
    [InlineData("ipv6", "2001:db8::1", "1.2.3.4")]
    [InlineData("cidr", "10.0.0.0/8", "10.0.0.0/33")]
    [InlineData("mac", "01:23:45:67:89:ab", "01:23:45:67:89")]
    [InlineData("mac", "0123.4567.89ab", "0123.4567.89zz")]
    [InlineData("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99")]
    [InlineData("uuid3", "a3bb189e-8bf9-3888-9912-ace4e6543002", "a3bb189e-8bf9-4888-9912-ace4e6543002")]
    [InlineData("uuid4", "a3bb189e-8bf9-4888-9912-ace4e6543002", "a3bb189e-8bf9-4888-1912-ace4e6543002")]
    [InlineData("uuid5", "a3bb189e-8bf9-5888-9912-ace4e6543002", "a3bb189e-8bf9-3888-9912-ace4e6543002")]
    [InlineData("isbn", "978-0321751041", "978-0321751040")]
    [InlineData("isbn10", "0321751043", "0321751044")]
    [InlineData("isbn13", "9780321751041", "0321751043")]
    [InlineData("creditcard", "4111 1111 1111 1111", "4111 1111 1111 1112")]
    [InlineData("ssn", "123-45-6789", "123456789")]
    [InlineData("hexcolor", "#FFFFFF", "#FFFF")]
    [InlineData("rgbcolor", "rgb(1, 2,255)", "rgb(1,2,256)")]
    [InlineData("byte", "eA==", "***")]
    [InlineData("date", "2006-01-02", "2006-02-30")]
    [InlineData("duration", "1h30m", "soon")]
    [InlineData("duration", "22 ns", "h")]
    [InlineData("date-time", "2014-12-15T19:30:20.000Z", "2014-12-15 19:30:20")]
    [InlineData("datetime", "2014-12-15t19:30:20+01:00", "2014-12-15T24:00:00Z")]
    public void A_format_takes_what_has_it_and_nothing_else(string format, string good, string bad)
    {
        Assert.True(TextFormats.IsRecognized(format, "string"));
        Assert.True(TextFormats.Fits(format, good), good);
        Assert.False(TextFormats.Fits(format, bad), bad);
    }

    [Fact]
    public void A_format_that_nobody_knows_takes_everything() => Assert.True(TextFormats.Fits("odd", "anything"));
}
