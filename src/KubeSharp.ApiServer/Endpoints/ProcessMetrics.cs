using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What this process uses.</summary>
internal sealed class ProcessMetrics(TimeProvider time) : IMetricsSource
{
    private readonly double started = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    public void Write(StringBuilder output)
    {
        using var process = Process.GetCurrentProcess();
        Gauge(output, "process_start_time_seconds", "When the server started, in seconds since 1970.", started);
        output.Append("# HELP process_cpu_seconds_total Time on processors.\n# TYPE process_cpu_seconds_total counter\n");
        output.Append(CultureInfo.InvariantCulture, $"process_cpu_seconds_total {process.TotalProcessorTime.TotalSeconds}\n");
        Gauge(output, "process_resident_memory_bytes", "Memory that is resident.", process.WorkingSet64);
        Gauge(output, "process_virtual_memory_bytes", "Memory that is mapped.", process.VirtualMemorySize64);
        Gauge(output, "process_open_fds", "Files and sockets that are open.", OpenFiles());
        Gauge(output, "dotnet_gc_heap_bytes", "Memory on the managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        output.Append("# HELP dotnet_gc_allocated_bytes_total Memory handed out on the managed heap since the start.\n# TYPE dotnet_gc_allocated_bytes_total counter\n");
        output.Append(CultureInfo.InvariantCulture, $"dotnet_gc_allocated_bytes_total {GC.GetTotalAllocatedBytes(precise: false)}\n");
        output.Append("# HELP dotnet_gc_collections_total Garbage collections.\n# TYPE dotnet_gc_collections_total counter\n");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            output.Append(CultureInfo.InvariantCulture, $"dotnet_gc_collections_total{{generation=\"{generation}\"}} {GC.CollectionCount(generation)}\n");
        output.Append("# HELP kubernetes_build_info [ALPHA] What this server is.\n# TYPE kubernetes_build_info gauge\n");
        output.Append("kubernetes_build_info{compiler=\"dotnet\",git_version=\"v1.36.2+kubesharp\",major=\"1\",minor=\"36\"} 1\n");
    }

    private static int OpenFiles()
    {
        try
        {
            return Directory.GetFileSystemEntries("/proc/self/fd").Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static void Gauge(StringBuilder output, string name, string help, double value) =>
        output.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
}
