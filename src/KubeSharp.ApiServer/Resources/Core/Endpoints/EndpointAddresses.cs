using System.Net;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Endpoints;

/// <summary>Which addresses an endpoint may have: none that only its own machine or link could reach.</summary>
internal static class EndpointAddresses
{
    public static void Check(string text, FieldPath path, ErrorList errors)
    {
        if (!StringValidators.TryParseIp(text, out var address, out _)) return;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) errors.Add(FieldError.Invalid(path, text, $"may not be unspecified ({text})"));
        if (IPAddress.IsLoopback(address)) errors.Add(FieldError.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        var bytes = address.GetAddressBytes();
        var four = bytes.Length == 4;
        if (four ? bytes[0] == 169 && bytes[1] == 254 : address.IsIPv6LinkLocal)
            errors.Add(FieldError.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
        if (four ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xff && (bytes[1] & 0x0f) == 0x02)
            errors.Add(FieldError.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
    }
}
