namespace KubeSharp.Proxy.Shell;

/// <summary>An answer of the small health servers.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">More header lines, each with its line end.</param>
internal readonly record struct HttpReply(int Code, string Body, string Headers = "");
