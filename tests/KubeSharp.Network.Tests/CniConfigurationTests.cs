using KubeSharp.Network.Cni;

namespace KubeSharp.Network.Tests;

public sealed class CniConfigurationTests
{
    [Fact]
    public void Configuration_names_the_bridge_the_range_and_the_state_directory()
    {
        var options = new NetworkOptions { NodeName = "n", CniStateDirectory = "/data/cni", Mtu = 1450 };
        Assert.Equal(
            """
            {
              "cniVersion": "1.0.0",
              "name": "kubesharp",
              "plugins": [
                {
                  "type": "bridge",
                  "bridge": "cni0",
                  "isGateway": true,
                  "isDefaultGateway": true,
                  "forceAddress": true,
                  "hairpinMode": true,
                  "ipMasq": false,
                  "mtu": 1450,
                  "ipam": {
                    "type": "host-local",
                    "dataDir": "/data/cni",
                    "ranges": [
                      [
                        {
                          "subnet": "10.42.3.0/24"
                        }
                      ],
                      [
                        {
                          "subnet": "fd00:42:3::/64"
                        }
                      ]
                    ]
                  }
                },
                {
                  "type": "portmap",
                  "capabilities": {
                    "portMappings": true
                  },
                  "snat": true
                }
              ]
            }

            """,
            CniConfiguration.Build(options, ["10.42.3.0/24", "fd00:42:3::/64"]),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task File_is_replaced_only_when_it_changes_and_removed_whole()
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-cni-");
        try
        {
            var cancel = TestContext.Current.CancellationToken;
            var options = new NetworkOptions
            {
                NodeName = "n",
                CniConfigDirectory = Path.Combine(directory.FullName, "net.d"),
                CniStateDirectory = Path.Combine(directory.FullName, "state"),
            };
            Assert.True(await CniFile.WriteAsync(options.CniConfigDirectory, "one", cancel));
            Assert.False(await CniFile.WriteAsync(options.CniConfigDirectory, "one", cancel));
            Assert.True(await CniFile.WriteAsync(options.CniConfigDirectory, "two", cancel));
            Assert.Equal([CniConfiguration.FileName], Directory.GetFiles(options.CniConfigDirectory).Select(Path.GetFileName));
            Directory.CreateDirectory(Path.Combine(options.CniStateDirectory, CniConfiguration.NetworkName));
            CniFile.Remove(options);
            Assert.Empty(Directory.GetFileSystemEntries(options.CniConfigDirectory));
            Assert.Empty(Directory.GetFileSystemEntries(options.CniStateDirectory));
            CniFile.Remove(options);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
