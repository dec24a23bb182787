using KubeSharp.Host;

namespace KubeSharp.Tests.Host;

public sealed class PreflightTests
{
    private static readonly MachineFacts Good = new()
    {
        IsRoot = true,
        DataDir = "/data",
        FreeBytes = 10L << 30,
        PortsInUse = [],
        CgroupControllers = new HashSet<string> { "cpu", "memory", "pids", "cpuset" },
        InotifyInstances = 512,
    };

    private static readonly (MachineFacts Facts, string Expected)[] Faults =
    [
        (Good with { IsRoot = false }, "root"),
        (Good with { FreeBytes = 1 << 20 }, "/data has 1 MiB of free space"),
        (Good with { PortsInUse = [(6443, "the API server", "nginx (process 7)")] }, "port 6443 (the API server) is in use by nginx (process 7)"),
        (Good with { CgroupControllers = new HashSet<string> { "cpu", "pids", "cpuset" } }, "cgroup controllers memory"),
        (Good with { InotifyInstances = 16 }, "sysctl -w fs.inotify.max_user_instances"),
    ];

    [Fact]
    public void A_machine_that_has_all_it_takes_has_no_problems() => Assert.Empty(Preflight.Check(Good));

    [Fact]
    public void A_fault_is_named_with_its_fix() =>
        Assert.All(Faults, fault => Assert.Contains(fault.Expected, Assert.Single(Preflight.Check(fault.Facts))));
}
