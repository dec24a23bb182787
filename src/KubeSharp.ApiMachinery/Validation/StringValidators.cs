using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>
/// Checks of strings that many fields share (<c>k8s.io/apimachinery/pkg/util/validation</c>). Each answers the messages to put into
/// an Invalid error; none means valid. Written as loops over characters: they run for every name and label of every write.
/// </summary>
public static class StringValidators
{
    private const string SubdomainPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private const string Dns1123LabelMessage =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
        "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Dns1123SubdomainMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'example.com', regex used for validation is '" + SubdomainPattern + "')";

    private const string Dns1035LabelMessage =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with " +
        "an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string WildcardSubdomainMessage =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case " +
        "alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is " +
        "'\\*\\." + SubdomainPattern + "')";

    private const string QualifiedNamePart =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  " +
        "or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValueMessage =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string CIdentifierMessage =
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' " +
        "(e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

    private const string ConfigMapKeyMessage =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
        "regex used for validation is '[-._a-zA-Z0-9]+')";

    private const string HttpHeaderMessage =
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is " +
        "'[-A-Za-z0-9]+')";

    private const string PercentMessage =
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is " +
        "'[0-9]+%')";

    private static readonly SearchValues<char> Qualified =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SearchValues<char> LowerDashDigit = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> AlnumDash =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A name of up to 63 lower-case letters, digits and dashes.</summary>
    public static string[] Dns1123Label(string value)
    {
        if (value.Length > 63) return IsLabel(value, digitFirst: true) ? [MaxLength(63)] : [MaxLength(63), LabelOrDots(value)];
        return IsLabel(value, digitFirst: true) ? [] : [LabelOrDots(value)];
    }

    /// <summary>Labels joined by dots, up to 253 characters.</summary>
    public static string[] Dns1123Subdomain(string value) => Both(value.Length > 253, 253, !IsSubdomain(value), Dns1123SubdomainMessage);

    /// <summary>A label that starts with a letter.</summary>
    public static string[] Dns1035Label(string value) =>
        Both(value.Length > 63, 63, !IsLabel(value, digitFirst: false), Dns1035LabelMessage);

    /// <summary><c>*.</c> and a subdomain.</summary>
    public static string[] WildcardDns1123Subdomain(string value) => Both(
        value.Length > 253, 253, !(value.StartsWith("*.", StringComparison.Ordinal) && IsSubdomain(value.AsSpan(2))), WildcardSubdomainMessage);

    /// <summary>A label or annotation key: <c>[prefix/]name</c>.</summary>
    public static string[] QualifiedName(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var name = value;
        List<string>? messages = null;
        if (slash >= 0)
        {
            if (value.IndexOf('/', slash + 1) >= 0)
                return ["a valid label key " + QualifiedNamePart + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
            name = value[(slash + 1)..];
            if (slash == 0)
            {
                (messages ??= []).Add("prefix part must be non-empty");
            }
            else
            {
                foreach (var message in Dns1123Subdomain(value[..slash])) (messages ??= []).Add("prefix part " + message);
            }
        }

        if (name.Length == 0) (messages ??= []).Add("name part must be non-empty");
        else if (name.Length > 63) (messages ??= []).Add("name part " + MaxBytes(63));
        if (!IsQualifiedPart(name)) (messages ??= []).Add("name part " + QualifiedNamePart);
        return messages is null ? [] : [.. messages];
    }

    /// <summary>A label value: empty, or up to 63 characters of a qualified name's part.</summary>
    public static string[] LabelValue(string value)
    {
        var malformed = value.Length > 0 && !IsQualifiedPart(value);
        if (value.Length <= 63) return malformed ? [LabelValueMessage] : [];
        return malformed ? [MaxBytes(63), LabelValueMessage] : [MaxBytes(63)];
    }

    /// <summary>An identifier as in C.</summary>
    public static string[] CIdentifier(string value)
    {
        var valid = value.Length > 0 && (char.IsAsciiLetter(value[0]) || value[0] == '_');
        for (var i = 1; valid && i < value.Length; i++) valid = char.IsAsciiLetterOrDigit(value[i]) || value[i] == '_';
        return valid ? [] : [CIdentifierMessage];
    }

    /// <summary>The name of an environment variable: printable ASCII other than <c>=</c>.</summary>
    public static string[] EnvVarName(string value)
    {
        var valid = value.Length > 0;
        foreach (var c in value) valid &= c is >= ' ' and <= '~' and not '=';
        return valid ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
    }

    /// <summary>A key of a ConfigMap or Secret, usable as a file name.</summary>
    public static string[] ConfigMapKey(string value)
    {
        var messages = new List<string>();
        if (value.Length > 253) messages.Add(MaxLength(253));
        if (value.Length == 0 || value.AsSpan().IndexOfAnyExcept(Qualified) >= 0) messages.Add(ConfigMapKeyMessage);
        if (value == ".") messages.Add("must not be '.'");
        else if (value == "..") messages.Add("must not be '..'");
        else if (value.StartsWith("..", StringComparison.Ordinal)) messages.Add("must not start with '..'");
        return [.. messages];
    }

    /// <summary>The name of an HTTP header.</summary>
    public static string[] HttpHeaderName(string value) =>
        value.Length > 0 && value.AsSpan().IndexOfAnyExcept(AlnumDash) < 0 ? [] : [HttpHeaderMessage];

    /// <summary>Digits and a percent sign.</summary>
    public static string[] Percent(string value) =>
        value.Length > 1 && value[^1] == '%' && value.AsSpan(0, value.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0 ? [] : [PercentMessage];

    /// <summary>The name of a port: up to 15 lower-case letters, digits and single dashes, at least one letter.</summary>
    public static string[] PortName(string value)
    {
        var messages = new List<string>();
        if (value.Length > 15) messages.Add(MaxLength(15));
        if (value.Length == 0 || value.AsSpan().IndexOfAnyExcept(LowerDashDigit) >= 0)
            messages.Add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (value.AsSpan().IndexOfAnyInRange('a', 'z') < 0) messages.Add("must contain at least one letter (a-z)");
        if (value.Contains("--", StringComparison.Ordinal)) messages.Add("must not contain consecutive hyphens");
        if (value.Length > 0 && (value[0] == '-' || value[^1] == '-')) messages.Add("must not begin or end with a hyphen");
        return [.. messages];
    }

    /// <summary>A port number.</summary>
    public static string[] PortNumber(long port) => port is >= 1 and <= 65535 ? [] : [InclusiveRange(1, 65535)];

    /// <summary>A user or group id.</summary>
    public static string[] UserOrGroupId(long id) => id is >= 0 and <= int.MaxValue ? [] : [InclusiveRange(0, int.MaxValue)];

    /// <summary>A name that can stand as one segment of a URL path.</summary>
    public static string[] PathSegmentName(string value, bool prefix = false)
    {
        if (!prefix)
        {
            if (value == ".") return ["may not be '.'"];
            if (value == "..") return ["may not be '..'"];
        }

        var messages = new List<string>();
        if (value.Contains('/', StringComparison.Ordinal)) messages.Add("may not contain '/'");
        if (value.Contains('%', StringComparison.Ordinal)) messages.Add("may not contain '%'");
        return [.. messages];
    }

    /// <summary>An IP address in its canonical spelling: no leading zeros, not an IPv4-mapped IPv6 address.</summary>
    public static string[] Ip(string value)
    {
        if (!TryParseIp(value, out var address, out var sloppy)) return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"];
        if (sloppy) return ["must not have leading 0s"];
        return address.IsIPv4MappedToIPv6 ? ["must not be an IPv4-mapped IPv6 address"] : [];
    }

    /// <summary>An IP address in the one spelling that it has, for names and new fields.</summary>
    public static string[] CanonicalIp(string value)
    {
        if (Ip(value) is { Length: > 0 } faults) return faults;
        return !TryParseIp(value, out var address, out _) || address.ToString() == value ? [] : [$"must be in canonical form (\"{address}\")"];
    }

    /// <summary>A CIDR in the one spelling that it has, for new fields.</summary>
    public static string[] CanonicalCidr(string value)
    {
        if (Cidr(value) is { Length: > 0 } faults) return faults;
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var canonical = TryParseIp(value[..slash], out var address, out _) ? $"{address}{value[slash..]}" : value;
        return canonical == value ? [] : [$"must be in canonical form (\"{canonical}\")"];
    }

    /// <summary>An address and a prefix length, with no bits beyond the prefix.</summary>
    public static string[] Cidr(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParseIp(value[..slash], out var address, out var sloppy)
            || !int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        {
            return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"];
        }

        var messages = new List<string>();
        if (sloppy) messages.Add("must not have leading 0s in IP");
        if (address.IsIPv4MappedToIPv6) messages.Add("must not have an IPv4-mapped IPv6 address");
        if (value.Length > slash + 2 && value[slash + 1] == '0') messages.Add("must not have leading 0s in prefix length");
        if (messages.Count == 0 && HasBitsBeyond(address.GetAddressBytes(), length)) messages.Add("must not have bits set beyond the prefix length");
        return [.. messages];
    }

    /// <summary>Reads an address as upstream does: IPv4 octets may have leading zeros (read as decimal), IPv6 has no zone.</summary>
    /// <param name="value">The text.</param>
    /// <param name="address">The address.</param>
    /// <param name="leadingZeros">Whether an IPv4 octet had leading zeros.</param>
    public static bool TryParseIp(string value, out IPAddress address, out bool leadingZeros)
    {
        leadingZeros = false;
        address = IPAddress.None;
        if (value.Contains(':', StringComparison.Ordinal))
        {
            if (value.AsSpan().IndexOfAny("%[]/") >= 0) return false;
            var dotted = value.LastIndexOf(':');
            if (value.Contains('.', StringComparison.Ordinal) && !TryParseIp(value[(dotted + 1)..], out _, out leadingZeros)) return false;
            if (!IPAddress.TryParse(value, out var parsed)) return false;
            address = parsed;
            return true;
        }

        Span<byte> octets = stackalloc byte[4];
        var rest = value.AsSpan();
        for (var i = 0; i < 4; i++)
        {
            var dot = i < 3 ? rest.IndexOf('.') : rest.Length;
            if (dot is < 1 or > 3 || rest[..dot].IndexOfAnyExceptInRange('0', '9') >= 0) return false;
            var octet = int.Parse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture);
            if (octet > 255) return false;
            leadingZeros |= dot > 1 && rest[0] == '0';
            octets[i] = (byte)octet;
            if (i < 3) rest = rest[(dot + 1)..];
        }

        address = new IPAddress(octets);
        return true;
    }

    /// <summary><c>must be no more than N bytes</c>.</summary>
    public static string MaxBytes(int bytes) => $"must be no more than {bytes} bytes";

    /// <summary><c>must be no more than N characters</c>.</summary>
    public static string MaxLength(int characters) => $"must be no more than {characters} characters";

    /// <summary><c>must be between LOW and HIGH, inclusive</c>.</summary>
    public static string InclusiveRange(long low, long high) => $"must be between {low} and {high}, inclusive";

    /// <summary>Whether this is labels joined by dots (of any length).</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> value)
    {
        while (true)
        {
            var dot = value.IndexOf('.');
            if (!IsLabel(dot < 0 ? value : value[..dot], digitFirst: true)) return false;
            if (dot < 0) return true;
            value = value[(dot + 1)..];
        }
    }

    private static bool IsLabel(ReadOnlySpan<char> value, bool digitFirst) =>
        value.Length > 0 && value[0] != '-' && value[^1] != '-' && (digitFirst || !char.IsAsciiDigit(value[0]))
        && value.IndexOfAnyExcept(LowerDashDigit) < 0;

    private static bool IsQualifiedPart(ReadOnlySpan<char> value) =>
        value.Length > 0 && char.IsAsciiLetterOrDigit(value[0]) && char.IsAsciiLetterOrDigit(value[^1]) && value.IndexOfAnyExcept(Qualified) < 0;

    private static string LabelOrDots(string value) => IsSubdomain(value) ? "must not contain dots" : Dns1123LabelMessage;

    private static string[] Both(bool tooLong, int max, bool malformed, string message) => (tooLong, malformed) switch
    {
        (false, false) => [],
        (true, false) => [MaxLength(max)],
        (false, true) => [message],
        _ => [MaxLength(max), message],
    };

    private static bool HasBitsBeyond(byte[] bytes, int prefixLength)
    {
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) return true;
        return false;
    }
}
