using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Tests.Validation;

public sealed class StringValidatorsTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0-a", true)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a.b", false)]
    [InlineData("A", false)]
    [InlineData("", false)]
    public void Dns_labels(string value, bool valid) => Assert.Equal(valid, StringValidators.Dns1123Label(value).Length == 0);

    [Fact]
    public void A_label_with_dots_says_so() => Assert.Equal(["must not contain dots"], StringValidators.Dns1123Label("a.b"));

    [Theory]
    [InlineData("a.b-c.d", true)]
    [InlineData("a..b", false)]
    [InlineData(".a", false)]
    [InlineData("a.", false)]
    public void Dns_subdomains(string value, bool valid) => Assert.Equal(valid, StringValidators.Dns1123Subdomain(value).Length == 0);

    [Theory]
    [InlineData("a", true)]
    [InlineData("example.com/A_b.c", true)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a/b/c", false)]
    [InlineData("_a", false)]
    public void Qualified_names(string value, bool valid) => Assert.Equal(valid, StringValidators.QualifiedName(value).Length == 0);

    [Theory]
    [InlineData("10.0.0.1", "")]
    [InlineData("010.0.0.1", "must not have leading 0s")]
    [InlineData("10.0.0", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("::ffff:1.2.3.4", "must not be an IPv4-mapped IPv6 address")]
    [InlineData("fe80::1%eth0", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("2001:db8::1", "")]
    public void Addresses(string value, string message) => Assert.Equal(message, string.Join("|", StringValidators.Ip(value)));

    [Theory]
    [InlineData("10.0.0.0/8", "")]
    [InlineData("10.0.0.5/8", "must not have bits set beyond the prefix length")]
    [InlineData("10.0.0.0/33", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("2001:db8::/64", "")]
    public void Networks(string value, string message) => Assert.Equal(message, string.Join("|", StringValidators.Cidr(value)));

    [Theory]
    [InlineData("http", true)]
    [InlineData("80", false)]
    [InlineData("a--b", false)]
    [InlineData("-a", false)]
    [InlineData("a234567890123456", false)]
    public void Port_names(string value, bool valid) => Assert.Equal(valid, StringValidators.PortName(value).Length == 0);
}
