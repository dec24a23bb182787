using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using KubeSharp.ApiServer.Endpoints;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Figures of encryption at rest, named as upstream's.</summary>
/// <param name="time">The clock.</param>
/// <param name="server">What tells this API server from others; its hash is shown.</param>
internal sealed class EncryptionMetrics(TimeProvider time, string server) : IMetricsSource
{
    private static readonly double[] TransformBounds = [.. Enumerable.Range(0, 25).Select(i => 5e-6 * Math.Pow(2, i))];
    private static readonly double[] CallBounds = [.. Enumerable.Range(0, 15).Select(i => 1e-4 * Math.Pow(2, i))];

    private readonly string id = HashOf(server);
    private readonly ConcurrentDictionary<string, long> operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DurationHistogram> durations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DurationHistogram> calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> keyTimes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> statusTimes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> invalidKeys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> reloads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> reloadTimes = new(StringComparer.Ordinal);
    private long misses;
    private volatile string hash = "";

    /// <summary>The SHA-256 of something that is not shown itself.</summary>
    public static string HashOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The beginning of something whose duration counts.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>The configuration that the server began with.</summary>
    public void Started(string configuration) => hash = configuration;

    /// <summary>A value went from or to the store.</summary>
    public void Transformed(string resource, IEncryptionProvider provider, bool reading, long begun, bool succeeded)
    {
        var type = reading ? "from_storage" : "to_storage";
        var prefix = provider.Prefix.Length == 0 ? "identity" : provider.Prefix;
        Count(operations, $"resource=\"{resource}\",status=\"{(succeeded ? "OK" : "Unknown")}\",transformation_type=\"{type}\",transformer_prefix=\"{prefix}\"");
        if (succeeded) durations.GetOrAdd($"transformation_type=\"{type}\",transformer_prefix=\"{prefix}\"", static _ => new(TransformBounds)).Observe(time.GetElapsedTime(begun));
    }

    /// <summary>A value bore no prefix that a provider knows.</summary>
    public void Unreadable(string resource) =>
        Count(operations, $"resource=\"{resource}\",status=\"Unknown\",transformation_type=\"from_storage\",transformer_prefix=\"unknown\"");

    /// <summary>A key management service was asked.</summary>
    public void KmsCalled(string provider, string method, StatusCode code, long begun) => calls.GetOrAdd(
        $"grpc_status_code=\"{code}\",method_name=\"/v2.KeyManagementService/{method}\",provider_name=\"{provider}\"", static _ => new(CallBounds)).Observe(time.GetElapsedTime(begun));

    /// <summary>A value was read or written under a key of a service.</summary>
    public void KeyUsed(string provider, string keyId, bool reading)
    {
        var labels = $"apiserver_id_hash=\"{id}\",key_id_hash=\"{HashOf(keyId)}\",provider_name=\"{provider}\",transformation_type=\"{(reading ? "from_storage" : "to_storage")}\"";
        Count(keys, labels);
        keyTimes[labels] = Now();
    }

    /// <summary>A service told which key it uses.</summary>
    public void KeySeen(string provider, string keyId) => statusTimes[$"apiserver_id_hash=\"{id}\",key_id_hash=\"{HashOf(keyId)}\",provider_name=\"{provider}\""] = Now();

    /// <summary>A service told of a key that cannot be one.</summary>
    public void InvalidKeyId(string provider, string error) => Count(invalidKeys, $"error=\"{error}\",provider_name=\"{provider}\"");

    /// <summary>A service had to be asked to read a value.</summary>
    public void SeedMissed() => Interlocked.Increment(ref misses);

    /// <summary>A changed configuration was taken over or refused.</summary>
    public void Reloaded(bool succeeded, string? configuration = null)
    {
        if (configuration is not null) hash = configuration;
        var status = succeeded ? "success" : "failure";
        Count(reloads, status);
        reloadTimes[status] = Now();
    }

    public void Write(StringBuilder output)
    {
        const string Reload = "apiserver_encryption_config_controller_automatic_reload";
        Section(output, Reload + "s_total", "counter", "Reloads of the encryption configuration, by how they went.");
        foreach (var (status, count) in reloads) Line(output, Reload + "s_total", $"apiserver_id_hash=\"{id}\",status=\"{status}\"", count);
        Section(output, Reload + "_success_total", "counter", "Reloads that took effect.");
        Line(output, Reload + "_success_total", $"apiserver_id_hash=\"{id}\"", reloads.GetValueOrDefault("success"));
        Section(output, Reload + "_failure_total", "counter", "Reloads that were refused.");
        Line(output, Reload + "_failure_total", $"apiserver_id_hash=\"{id}\"", reloads.GetValueOrDefault("failure"));
        Section(output, Reload + "_last_timestamp_seconds", "gauge", "When the last reload was.");
        foreach (var (status, at) in reloadTimes) Line(output, Reload + "_last_timestamp_seconds", $"apiserver_id_hash=\"{id}\",status=\"{status}\"", at);
        if (hash.Length > 0)
        {
            Section(output, "apiserver_encryption_config_controller_last_config_info", "gauge", "The configuration in force.");
            Line(output, "apiserver_encryption_config_controller_last_config_info", $"apiserver_id_hash=\"{id}\",hash=\"{hash}\"", 1);
        }

        Counters(output, "apiserver_storage_transformation_operations_total", "Values that were encrypted or decrypted.", operations);
        Histograms(output, "apiserver_storage_transformation_duration_seconds", "How long it took.", durations);
        Section(output, "apiserver_storage_envelope_transformation_cache_misses_total", "counter", "Values whose key had to be asked for.");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_storage_envelope_transformation_cache_misses_total {Interlocked.Read(ref misses)}\n");
        Histograms(output, "apiserver_envelope_encryption_kms_operations_latency_seconds", "How long key management services took to answer.", calls);
        Counters(output, "apiserver_envelope_encryption_key_id_hash_total", "Values read or written under each key of a service.", keys);
        Gauges(output, "apiserver_envelope_encryption_key_id_hash_last_timestamp_seconds", "When a key was last used.", keyTimes);
        Gauges(output, "apiserver_envelope_encryption_key_id_hash_status_last_timestamp_seconds", "When a service last said that it uses a key.", statusTimes);
        Counters(output, "apiserver_envelope_encryption_invalid_key_id_from_status_total", "Keys that a service named and that cannot be.", invalidKeys);
    }

    private static void Count(ConcurrentDictionary<string, long> counters, string labels) => counters.AddOrUpdate(labels, 1, static (_, count) => count + 1);

    private double Now() => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private static void Counters(StringBuilder output, string name, string help, ConcurrentDictionary<string, long> counters)
    {
        Section(output, name, "counter", help);
        foreach (var (labels, count) in counters) Line(output, name, labels, count);
    }

    private static void Gauges(StringBuilder output, string name, string help, ConcurrentDictionary<string, double> gauges)
    {
        Section(output, name, "gauge", help);
        foreach (var (labels, value) in gauges) Line(output, name, labels, value);
    }

    private static void Histograms(StringBuilder output, string name, string help, ConcurrentDictionary<string, DurationHistogram> histograms)
    {
        Section(output, name, "histogram", help);
        foreach (var (labels, histogram) in histograms) histogram.Write(output, name, labels);
    }

    private static void Section(StringBuilder output, string name, string type, string help) => output.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder output, string name, string labels, double value) => output.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");
}
