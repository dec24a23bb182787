using KubeSharp.Host;

namespace KubeSharp.Tests.Host;

public sealed class MountsTests
{
    private static readonly string[] MountInfo =
    [
        "22 1 254:0 / / rw - ext4 /dev/vda rw",
        "30 22 0:30 / /data/kubelet/pods/u/volumes/v rw - tmpfs tmpfs rw",
        @"31 22 0:31 / /data/with\040space rw - tmpfs tmpfs rw",
        "32 30 0:32 / /data/kubelet/pods/u/volumes/v/inner rw - tmpfs tmpfs rw",
        "33 22 0:33 / /database rw - tmpfs tmpfs rw",
    ];

    [Fact]
    public void Mounts_below_a_folder_come_innermost_first_and_neighbours_are_spared() =>
        Assert.Equal(
            ["/data/kubelet/pods/u/volumes/v/inner", "/data/kubelet/pods/u/volumes/v", "/data/with space"],
            Mounts.Below("/data", MountInfo));
}
