namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>Types of control frames (SPDY draft 3, section 2.6).</summary>
internal enum SpdyFrameType : ushort
{
    SynStream = 1,
    SynReply = 2,
    RstStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Headers = 8,
    WindowUpdate = 9,
}
