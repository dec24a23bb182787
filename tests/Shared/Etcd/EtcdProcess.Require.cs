namespace KubeSharp.Tests.Etcd;

internal sealed partial class EtcdProcess
{
    /// <summary>Ends the test, unheeded, where etcd is not installed.</summary>
    public static void Require()
    {
        if (!File.Exists("/usr/bin/etcd")) Assert.Skip("etcd is not installed");
    }

    static partial void BeforeStart() => Require();
}
