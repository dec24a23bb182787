namespace KubeSharp.Kubelet.Server.RemoteCommand;

/// <summary>Which streams an exec or attach request wants.</summary>
internal sealed record RemoteCommandStreams(bool Stdin, bool Stdout, bool Stderr, bool Tty);
