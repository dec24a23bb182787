namespace KubeSharp.Fuzz;

/// <summary>A request that was answered wrongly.</summary>
/// <param name="Request">The request. With several at a time, another one may have caused what the log says.</param>
/// <param name="What">What is wrong.</param>
internal sealed record FuzzFinding(FuzzRequest Request, string What)
{
    public override string ToString() => $"{What}\n  {Request.ToString().ReplaceLineEndings("\n  ")}";
}
