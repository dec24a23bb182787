using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What drivers may tell about the devices that a claim was given.</summary>
internal static class ClaimDeviceRules
{
    private const int MostConditions = 8;
    private const int LongestInterface = 256;
    private const int LongestHardwareAddress = 128;
    private const int MostAddresses = 16;

    /// <summary>Checks the devices of a status.</summary>
    public static void Check(JsonObject status, FieldPath path, ErrorList errors)
    {
        var given = status.FindArray("allocation", "devices", "results").Items().Select(result => Id(result.Item)).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, device) in status.GetArray("devices").Items())
        {
            var at = path.Index(index);
            CheckDevice(device, given, at, errors);
            if (!seen.Add(Id(device))) errors.Add(FieldError.Duplicate(at, null) with { Value = Id(device) });
        }
    }

    /// <summary>Takes away what is said about devices that the claim no longer has.</summary>
    public static void Drop(JsonObject status, JsonObject? old)
    {
        var gone = (old?.FindArray("allocation", "devices", "results")).Items().Select(result => Name(result.Item)).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, result) in status.FindArray("allocation", "devices", "results").Items()) gone.Remove(Name(result));
        if (status.GetArray("devices") is not { } devices) return;
        for (var i = devices.Count - 1; i >= 0; i--)
        {
            if (devices[i] is JsonObject device && gone.Contains(Name(device))) devices.RemoveAt(i);
        }

        if (devices.Count == 0) status.Remove("devices");
    }

    private static string Name(JsonObject device) => $"{device.GetString("driver")}/{device.GetString("pool")}/{device.GetString("device")}";

    private static string Id(JsonObject device) => device.GetString("shareID") is { Length: > 0 } share ? $"{Name(device)}/{share}" : Name(device);

    private static void CheckDevice(JsonObject device, HashSet<string> given, FieldPath path, ErrorList errors)
    {
        DeviceNames.CheckDriver(device.GetString("driver") ?? "", path.Child("driver"), errors);
        DeviceNames.CheckPool(device.GetString("pool") ?? "", path.Child("pool"), errors);
        var name = device.GetString("device") ?? "";
        errors.AddInvalid(path.Child("device"), name, StringValidators.Dns1123Label(name));
        if (device.GetString("shareID") is { } share) DeviceNames.CheckShare(share, path.Child("shareID"), errors);
        if (!given.Contains(Id(device))) errors.Add(FieldError.InvalidRaw(path, Id(device), "must be an allocated device in the claim"));
        var conditions = device.GetArray("conditions");
        DeviceLists.Fits(conditions?.Count ?? 0, MostConditions, path.Child("conditions"), errors);
        ConditionRules.Check(conditions, path.Child("conditions"), errors);
        if (device["data"] is { } data and not JsonNull) DeviceConfigRules.CheckRaw(data, path.Child("data"), errors);
        if (device.GetObject("networkData") is { } network) CheckNetwork(network, path.Child("networkData"), errors);
    }

    private static void CheckNetwork(JsonObject network, FieldPath path, ErrorList errors)
    {
        Bytes("interfaceName", LongestInterface);
        Bytes("hardwareAddress", LongestHardwareAddress);
        DeviceLists.Texts(network.GetArray("ips"), MostAddresses, path.Child("ips"), errors, (address, at) => CheckAddress(address, at, errors));

        void Bytes(string member, int most)
        {
            if (Encoding.UTF8.GetByteCount(network.GetString(member) ?? "") > most) errors.Add(FieldError.TooLong(path.Child(member), most));
        }
    }

    // An address of an interface with the length of its network.
    private static void CheckAddress(string text, FieldPath path, ErrorList errors)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !StringValidators.TryParseIp(text[..slash], out var address, out _)
            || !int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
            || length > address.GetAddressBytes().Length * 8)
        {
            errors.Add(FieldError.Invalid(path, text, "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"));
            return;
        }

        var canonical = address.IsIPv4MappedToIPv6 ? $"{address.MapToIPv4()}/{Math.Max(0, length - 96)}" : $"{address}/{length}";
        if (text != canonical) errors.Add(FieldError.Invalid(path, text, $"must be in canonical form ({GoText.Quote(canonical)})"));
    }
}
