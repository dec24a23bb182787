namespace KubeSharp.Kubelet.Server.RemoteCommand;

/// <summary>Channels of a WebSocket that carries a command (the numbers are the protocol's).</summary>
internal static class RemoteCommandChannel
{
    public const byte Stdin = 0;
    public const byte Stdout = 1;
    public const byte Stderr = 2;

    /// <summary>How the command ended, as a Status.</summary>
    public const byte Error = 3;

    /// <summary>Terminal sizes.</summary>
    public const byte Resize = 4;

    /// <summary>Since version 5: the data is the number of the channel that the client closes.</summary>
    public const byte Close = 255;
}
